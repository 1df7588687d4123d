import m;
int main() {
  return whole() == 42 ? 0 : 1;
}
