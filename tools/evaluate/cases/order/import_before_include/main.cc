import m;
#include <string>
int main() {
  const std::string made = text();
  return made == "a" ? 0 : 1;
}
