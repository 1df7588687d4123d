module;
#include <string>
#include <vector>
export module a;
export std::vector<std::string> words() {
  return {"a", "bc"};
}
