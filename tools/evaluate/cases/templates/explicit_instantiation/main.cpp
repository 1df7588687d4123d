import m;
int main() {
  return half(8) == 4 ? 0 : 1;
}
