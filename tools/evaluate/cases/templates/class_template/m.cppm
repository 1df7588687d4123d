export module m;
export template <class T>
class box {
  T value_;

 public:
  explicit box(T value) : value_(value) {}
  const T& get() const { return value_; }
};
