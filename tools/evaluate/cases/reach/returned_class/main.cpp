import m;
int main() {
  auto made = make();
  decltype(made) other;
  return made.twice() + other.value == 27 ? 0 : 1;
}
