export module m25;
import m24;
export constexpr int value25 = value24 + 1;
