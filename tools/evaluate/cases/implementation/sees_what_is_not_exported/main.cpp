import m;
int main() {
  return f() == 4 ? 0 : 1;
}
