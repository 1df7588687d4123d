import m;
int main() {
  return f() == 6 ? 0 : 1;
}
