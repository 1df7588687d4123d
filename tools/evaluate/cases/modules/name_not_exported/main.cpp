import m;
int main() {
#ifdef WRONG
  return hidden();
#else
  return shown();
#endif
}
