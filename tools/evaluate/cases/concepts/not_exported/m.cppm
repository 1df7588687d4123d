export module m;
template <class T>
concept small = sizeof(T) < 8;
export template <small T>
int size_of(T) {
  return sizeof(T);
}
