module;
#include "h.hpp"
export module a;
export paint green() {
  return color::green;
}
export const int* many_of_a() {
  return &many;
}
