#include "point.hpp"
import a;
import b;
int main() {
  left();
  right();
  return counter() == 2 ? 0 : 1;
}
