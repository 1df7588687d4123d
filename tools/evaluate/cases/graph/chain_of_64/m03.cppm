export module m03;
import m02;
export constexpr int value03 = value02 + 1;
