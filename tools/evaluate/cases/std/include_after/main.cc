import std;
#include <string>
int main() {
  const std::string text = "ab";
  const std::vector<std::string> all = {text};
  std::cout << all[0].size() << '\n';
}
