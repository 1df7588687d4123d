module;
#include <string>
#include <vector>
export module b;
export std::size_t letters(const std::vector<std::string>& all) {
  std::size_t sum = 0;
  for (const auto& each : all) {
    sum += each.size();
  }
  return sum;
}
