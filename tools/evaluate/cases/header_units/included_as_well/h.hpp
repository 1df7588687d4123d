#ifndef H_HPP
#define H_HPP
inline int next() {
  static int count = 0;
  return ++count;
}
struct item {
  int value = 2;
};
#endif
