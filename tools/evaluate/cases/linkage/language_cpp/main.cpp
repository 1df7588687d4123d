int f();
int main() {
  return f() == 3 ? 0 : 1;
}
