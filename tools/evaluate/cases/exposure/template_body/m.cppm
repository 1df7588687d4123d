export module m;
static int local() {
  return 1;
}
int not_exposing() {
  return local();
}
#ifdef WRONG
export template <class T>
T exposing() {
  return T(local());
}
#endif
