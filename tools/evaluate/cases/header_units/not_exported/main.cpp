import m;
int main() {
#ifdef WRONG
  return item().value;
#else
  return value();
#endif
}
