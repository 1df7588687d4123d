import m;
int main() {
#ifdef WRONG
  return 0_hidden;
#else
  return 0_seen;
#endif
}
