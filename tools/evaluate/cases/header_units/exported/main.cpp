import m;
#ifdef FACTOR
#error a macro came with a named module
#endif
int main() {
  return counter();
}
