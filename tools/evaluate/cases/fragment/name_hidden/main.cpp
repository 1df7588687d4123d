import m;
int main() {
#ifdef WRONG
  point made;
#else
  auto made = make();
#endif
  return made.x;
}
