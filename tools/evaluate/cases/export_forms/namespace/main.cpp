import m;
int main() {
  return n::f() + n::g() == 3 ? 0 : 1;
}
