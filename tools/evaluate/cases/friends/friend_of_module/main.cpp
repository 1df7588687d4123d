import m;
int main() {
  return peek(box()) == 4 ? 0 : 1;
}
