import m;
int main() {
#ifdef WRONG
  return value(1.0);
#else
  return sizeof(value(1)) == 0;
#endif
}
