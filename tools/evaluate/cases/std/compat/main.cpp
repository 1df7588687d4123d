import std.compat;
int main() {
  return strlen("abc") == 3 && std::strlen("ab") == 2 ? 0 : 1;
}
