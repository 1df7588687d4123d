int main() {
  int module = 1;
  int import = 2;
  return module + import == 3 ? 0 : 1;
}
