module;
#include <string>
export module m;
export std::string text() {
  return "a";
}
