module;
#include "h.hpp"
export module b;
export bool is_green(color which) {
  return which == paint::green;
}
export const int* many_of_b() {
  return &many;
}
export int enumerator() {
  return plain_enumerator;
}
