#pragma once
#define FACTOR 3
inline int& counter() {
  static int count = 0;
  return count;
}
