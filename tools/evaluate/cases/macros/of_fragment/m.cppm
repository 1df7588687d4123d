module;
#include "h.hpp"
export module m;
export int twelve() {
  return TIMES(3, 4);
}
