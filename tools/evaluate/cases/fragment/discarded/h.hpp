#pragma once
namespace lib {
struct item {
  int value = 0;
};
inline int unused(const item& of) {
  return of.value;
}
}  // namespace lib
