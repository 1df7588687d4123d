export module m;
static int local() {
  return 5;
}
template <class T>
T of_local() {
  return T(local());
}
template int of_local<int>();
export int call() {
  return of_local<int>();
}
