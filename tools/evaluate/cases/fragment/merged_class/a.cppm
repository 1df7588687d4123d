module;
#include "point.hpp"
export module a;
export point make() {
  return {};
}
