module;
#include "b.hpp"
export module b;
export point right() {
  return {};
}
