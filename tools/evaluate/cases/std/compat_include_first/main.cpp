#include <cstring>
#include <string>
import std.compat;
int main() {
  const std::string text = "ab";
  std::cout << ::strlen(text.c_str()) << '\n';
}
