#include <typeinfo>
import m;
int main() {
  shape* made = make();
  const bool right = dynamic_cast<square*>(made) != nullptr && typeid(*made) == typeid(square) && made->sides() == 4;
  delete made;
  return right ? 0 : 1;
}
