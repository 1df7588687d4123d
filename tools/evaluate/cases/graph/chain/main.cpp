import m15;
int main() {
  return d15().value == 15 && d1().value == 1 ? 0 : 1;
}
