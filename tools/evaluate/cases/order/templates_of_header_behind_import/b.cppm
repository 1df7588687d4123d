module;
#include "h.hpp"
export module b;
export bool same(const box<int>& one, const box<int>& other) {
  return one == other;
}
export int kind_of_pointer() {
  return box<int*>::kind;
}
