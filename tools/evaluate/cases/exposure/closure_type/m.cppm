export module m;
static auto local = [] { return 1; };
static auto copy = local;
int use() {
  return copy();
}
#ifdef WRONG
auto exposing = local;
#endif
