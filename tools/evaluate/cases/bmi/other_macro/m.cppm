export module m;
#ifndef VALUE
#error built without the macro
#endif
export int value() {
  return VALUE;
}
