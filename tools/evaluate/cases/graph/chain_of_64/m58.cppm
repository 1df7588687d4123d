export module m58;
import m57;
export constexpr int value58 = value57 + 1;
