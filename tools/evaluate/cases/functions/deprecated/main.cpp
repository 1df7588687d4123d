import m;
int main() {
#ifdef WRONG
  return old();
#endif
}
