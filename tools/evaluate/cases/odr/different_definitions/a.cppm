module;
#include "a.hpp"
export module a;
export point left() {
  return {};
}
