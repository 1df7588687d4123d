import m;
int main() {
  return f() == 1 ? 0 : 1;
}
