import m;
int main() {
#ifdef WRONG
  return short_name::zero();
#else
  return a_long_name::zero();
#endif
}
