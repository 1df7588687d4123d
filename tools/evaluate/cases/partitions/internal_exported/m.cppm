export module m;
#ifdef WRONG
export import :inner;
#else
import :inner;
#endif
