module m;
int second() {
#ifdef WRONG
  return zero();
#else
  return first();
#endif
}
