module;
#include "point.hpp"
export module m;
export point make() {
  return {};
}
