export module m:first;
export template <class T>
struct number {
  T value;
  template <class U>
  U plus(U more) const;
};
