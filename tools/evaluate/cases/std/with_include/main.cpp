#include <string>
import std;
int main() {
  const std::string text = "ab";
  const std::vector<std::string> all = {text};
  return all[0].size() == 2 ? 0 : 1;
}
