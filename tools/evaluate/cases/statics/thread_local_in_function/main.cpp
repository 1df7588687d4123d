#include <cstdio>
#include <thread>
import m;
int main() {
  count();
  ++counter();
  int of_other = 0;
  std::thread([&] {
    count();
    of_other = counter();
  }).join();
  std::printf("%d %d\n", counter(), of_other);
}
