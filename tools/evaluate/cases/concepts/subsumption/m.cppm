export module m;
export template <class T>
concept sized = requires(const T& each) { each.size(); };
export template <class T>
concept named = sized<T> && requires(const T& each) { each.name(); };
export template <sized T>
int which(const T&) {
  return 1;
}
export template <named T>
int which(const T&) {
  return 2;
}
