export module m61;
import m60;
export constexpr int value61 = value60 + 1;
