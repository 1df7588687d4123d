#pragma once
namespace lib {
struct item {
  int value = 7;
};
inline int value_of(const item& of) {
  return of.value;
}
}  // namespace lib
