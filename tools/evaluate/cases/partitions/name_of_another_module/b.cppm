export module b;
#ifdef WRONG
import :part;
#endif
