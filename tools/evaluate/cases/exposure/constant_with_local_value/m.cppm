export module m;
static int local() {
  return 1;
}
static constexpr auto kept = &local;
int use() {
  return kept();
}
#ifdef WRONG
export constexpr auto pointer = &local;
#endif
