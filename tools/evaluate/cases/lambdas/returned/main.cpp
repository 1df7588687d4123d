import m;
int main() {
  const auto add = adder(40);
  return add(2) == 42 ? 0 : 1;
}
