import m;
int main() {
#ifdef WRONG
  return hidden() - 1;
#else
  return use() - 1;
#endif
}
