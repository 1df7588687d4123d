import m;
struct right {
  int value = 0;
};
struct wrong {};
int main() {
#ifdef WRONG
  return value_of(wrong());
#else
  return value_of(right());
#endif
}
