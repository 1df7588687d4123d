#include <iostream>

int main() {
  std::cout << "built and ran\n";
}
