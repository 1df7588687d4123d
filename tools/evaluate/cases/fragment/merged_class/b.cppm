module;
#include "point.hpp"
export module b;
export int x_of(const point& of) {
  return of.x;
}
