import m;
#ifdef WRONG
struct item;
#endif
int main() {
  return item().value - 1;
}
