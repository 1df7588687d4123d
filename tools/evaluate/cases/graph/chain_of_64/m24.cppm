export module m24;
import m23;
export constexpr int value24 = value23 + 1;
