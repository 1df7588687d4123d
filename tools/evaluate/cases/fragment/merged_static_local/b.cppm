module;
#include "point.hpp"
export module b;
export void right() {
  ++counter();
}
