import m;
int main() {
#ifdef WRONG
  return hidden<int>().value;
#else
  return use() - 1;
#endif
}
