module;
#include "slot.hpp"
export module a;
struct item {};
export int use_a() {
  return ++slot<item>::uses;
}
