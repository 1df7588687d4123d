import m;
int main() {
#ifdef WRONG
  return lib::zero();
#else
  return lib::call();
#endif
}
