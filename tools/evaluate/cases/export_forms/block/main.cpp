import m;
int main() {
  return f() + s().value + static_cast<int>(color::green) == 4 ? 0 : 1;
}
