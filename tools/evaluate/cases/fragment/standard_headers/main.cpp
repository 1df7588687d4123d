#include <vector>
#include <string>
import a;
import b;
int main() {
  std::vector<std::string> all = words();
  all.push_back("def");
  return letters(all) == 6 ? 0 : 1;
}
