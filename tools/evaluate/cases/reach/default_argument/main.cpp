import m;
int main() {
  return f() == 8 ? 0 : 1;
}
