#pragma once
static inline int five() {
  return 5;
}
