module;
#include "point.hpp"
export module a;
export void left() {
  ++counter();
}
