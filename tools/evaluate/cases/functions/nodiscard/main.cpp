import m;
int main() {
#ifdef WRONG
  value();
#endif
  return value();
}
