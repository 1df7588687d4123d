#include "point.hpp"
import a;
import b;
int main() {
  const point made = make();
  return x_of(made) == 1 ? 0 : 1;
}
