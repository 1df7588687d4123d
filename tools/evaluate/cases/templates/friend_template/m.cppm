export module m;
export template <class T>
class vault;
export template <class T>
T open(const vault<T>& which);
template <class T>
class vault {
 public:
  explicit vault(T held) : held_(held) {}
  friend T open<T>(const vault<T>& which);

 private:
  T held_;
};
template <class T>
T open(const vault<T>& which) {
  return which.held_;
}
