export module m;
export int call();
module :private;
static int local() {
  return 8;
}
inline int between() {
  return local();
}
int call() {
  return between();
}
