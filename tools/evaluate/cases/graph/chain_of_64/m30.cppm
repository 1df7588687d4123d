export module m30;
import m29;
export constexpr int value30 = value29 + 1;
