export module m;
import std;
export struct key {
  int value = 0;
  bool operator==(const key&) const = default;
};
template <>
struct std::hash<key> {
  std::size_t operator()(const key& of) const { return std::hash<int>()(of.value); }
};
