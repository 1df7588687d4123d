export module m;
import :first;
#ifdef WRONG
import :second;
#endif
export int use() {
  return red;
}
