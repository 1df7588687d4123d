import m;
int main() {
#ifdef WRONG
  return exposing<int>();
#else
  return not_exposing();
#endif
}
