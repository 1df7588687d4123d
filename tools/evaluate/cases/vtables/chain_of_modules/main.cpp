#include <cstdio>
import a;
import b;
import c;
int main() {
  root& made = make();
  auto* to_left = dynamic_cast<left*>(&made);
  auto* to_right = dynamic_cast<right*>(to_left);
  std::printf("%d %d %d\n", to_left != nullptr, to_right != nullptr, to_right->tag);
}
