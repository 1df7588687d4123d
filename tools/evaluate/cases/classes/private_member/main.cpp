import m;
int main() {
#ifdef WRONG
  return vault().hidden_;
#else
  return vault().seen;
#endif
}
