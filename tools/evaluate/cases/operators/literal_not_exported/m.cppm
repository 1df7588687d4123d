export module m;
constexpr int operator""_hidden(unsigned long long many) {
  return static_cast<int>(many);
}
export constexpr int operator""_seen(unsigned long long many) {
  return static_cast<int>(many);
}
