export module m;
export struct box;
export int of(const box& from);
struct box {
  int value = 2;
};
int of(const box& from) {
  return from.value;
}
