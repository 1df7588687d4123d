export module m57;
import m56;
export constexpr int value57 = value56 + 1;
