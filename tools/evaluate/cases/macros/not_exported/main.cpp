import m;
int main() {
#ifdef WRONG
  return VALUE;
#else
  return value();
#endif
}
