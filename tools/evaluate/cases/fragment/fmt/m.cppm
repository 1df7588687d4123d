module;
#include <cstdlib>
#if __has_include(<fmt/format.h>)
#include <fmt/format.h>
#else
#error not supported here: there is no fmt/format.h
#endif
#include <string>
export module m;
export std::string sum(int a, int b) {
  return fmt::format("{} + {} = {}", a, b, a + b);
}
