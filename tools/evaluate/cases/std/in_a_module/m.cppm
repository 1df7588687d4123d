export module m;
import std;
export std::map<std::string, int> counts(const std::vector<std::string>& words) {
  std::map<std::string, int> made;
  for (const auto& each : words) {
    ++made[each];
  }
  return made;
}
