import m;
int main() {
  auto made = make();
#ifdef WRONG
  hidden other;
  return other.value + made.value;
#else
  return made.value;
#endif
}
