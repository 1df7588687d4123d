export module m53;
import m52;
export constexpr int value53 = value52 + 1;
