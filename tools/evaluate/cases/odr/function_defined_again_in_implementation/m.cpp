module m;
#ifdef WRONG
int value() {
  return 1;
}
#endif
int other() {
  return value();
}
