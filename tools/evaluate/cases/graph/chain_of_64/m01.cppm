export module m01;
import m00;
export constexpr int value01 = value00 + 1;
