#pragma once
#ifdef WRONG
int defined_here() {
  return 1;
}
#endif
inline int defined_inline() {
  return 1;
}
