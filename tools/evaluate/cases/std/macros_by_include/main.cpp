#include <cassert>
#include <climits>
import std;
int main() {
  assert(INT_MAX == std::numeric_limits<int>::max());
  std::cout << (INT_MAX > 0) << '\n';
}
