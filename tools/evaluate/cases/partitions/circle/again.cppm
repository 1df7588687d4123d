export module m:first;
import :second;
export int one();
