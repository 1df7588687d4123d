import m;
#ifdef WRONG
static_assert(small<char>);
#endif
int main() {
  return size_of('a') == 1 ? 0 : 1;
}
