#ifdef WRONG
export int more() {
  return 2;
}
#endif
int main() {}
