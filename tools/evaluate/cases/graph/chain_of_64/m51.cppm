export module m51;
import m50;
export constexpr int value51 = value50 + 1;
