import m;
int main() {
  return f() == 7 ? 0 : 1;
}
