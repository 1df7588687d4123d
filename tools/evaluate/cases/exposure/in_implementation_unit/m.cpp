module m;
static int local() {
  return 6;
}
inline int between() {
  return local();
}
int call() {
  return between();
}
