#include <thread>
import m;
import a;
int main() {
  add();
  int other = 0;
  std::thread([&] {
    add();
    other = own + 100;
  }).join();
  return own == 11 && other == 111 ? 0 : 1;
}
