import m;
int main() {
  level at = high;
  return at + low == 6 ? 0 : 1;
}
