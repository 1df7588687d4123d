module;
#include <vector>
export module m;
export std::vector<int> some() {
  return {1, 2, 3};
}
