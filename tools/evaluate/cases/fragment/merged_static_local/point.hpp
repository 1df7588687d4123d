#pragma once
struct point {
  int x = 1;
};
inline int& counter() {
  static int count = 0;
  return count;
}
