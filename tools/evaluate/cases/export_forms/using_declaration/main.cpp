import m;
int main() {
  return n::f() == 1 ? 0 : 1;
}
