export module m52;
import m51;
export constexpr int value52 = value51 + 1;
