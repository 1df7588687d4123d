#pragma once
#include "low.hpp"
inline int high() {
  return low() + 1;
}
