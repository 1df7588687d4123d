import m;
struct triangle : shape {
  int sides() const override { return 3; }
};
int main() {
  return count(triangle()) + count(shape()) == 3 ? 0 : 1;
}
