export module m02;
import m01;
export constexpr int value02 = value01 + 1;
