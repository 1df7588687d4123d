#ifndef LOW_HPP
#define LOW_HPP
#define LOW 3
inline int low() {
  return LOW;
}
#endif
