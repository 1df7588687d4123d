export module m;
static int local() {
  return 1;
}
int not_exposing() {
  return local();
}
#ifdef WRONG
export inline int exposing() {
  return local();
}
#endif
