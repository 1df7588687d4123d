module;
#include <compare>
export module m;
export struct number {
  int value;
  auto operator<=>(const number&) const = default;
};
