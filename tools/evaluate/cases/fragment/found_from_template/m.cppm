module;
#include "h.hpp"
export module m;
export using item = lib::item;
export template <class T>
int ask(const T& of) {
  return value_of(of);
}
// Keeps the function from being discarded: a call that depends on T does not.
export inline int ask_directly(const item& of) {
  return value_of(of);
}
