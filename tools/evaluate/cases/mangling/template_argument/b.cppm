module;
#include "slot.hpp"
export module b;
struct item {};
export int use_b() {
  return ++slot<item>::uses;
}
