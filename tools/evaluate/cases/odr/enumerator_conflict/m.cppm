export module m;
export import :first;
#ifdef WRONG
export import :second;
#endif
export int use() {
  return red;
}
