export module m;
static int local() {
  return 1;
}
export int not_exposing() {
  return local();
}
export template <class T>
T exposing() {
  return T(local());
}
