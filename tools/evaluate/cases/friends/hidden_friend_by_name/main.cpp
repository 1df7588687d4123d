import m;
int main() {
#ifdef WRONG
  return n::value_of(n::box());
#else
  return value_of(n::box());
#endif
}
