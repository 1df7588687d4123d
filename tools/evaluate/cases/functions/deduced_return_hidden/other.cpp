module m;
int other() {
#ifdef WRONG
  return hidden() - 1;
#else
  return use() - 1;
#endif
}
