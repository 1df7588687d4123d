import std.compat;
#include <cstring>
#include <string>
int main() {
  const std::string text = "ab";
  std::cout << ::strlen(text.c_str()) << '\n';
}
