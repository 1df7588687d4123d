export module m;
#define VALUE 3
export int value() {
  return VALUE;
}
