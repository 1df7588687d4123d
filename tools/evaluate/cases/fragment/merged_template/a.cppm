module;
#include "h.hpp"
export module a;
export box<int> boxed(int value) {
  return {value};
}
