import m;
int main() {
#ifdef WRONG
  return inner() - 1;
#else
  return outer() - 1;
#endif
}
