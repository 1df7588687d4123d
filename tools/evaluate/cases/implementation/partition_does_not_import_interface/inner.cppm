module m:inner;
#ifdef WRONG
int use() {
  return value();
}
#else
int use() {
  return 1;
}
#endif
