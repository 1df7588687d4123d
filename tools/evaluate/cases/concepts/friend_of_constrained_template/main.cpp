import m;
struct stone {
  int weight = 0;
};
int main() {
#ifdef WRONG
  return weight(box<int>{1});
#else
  return weight(box<stone>{});
#endif
}
