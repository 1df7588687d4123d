export module m;
export template <class T>
concept small = sizeof(T) < 8;
export template <small T>
constexpr int which(T) {
  return 1;
}
