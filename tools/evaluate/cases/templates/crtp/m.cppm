export module m;
export template <class Derived>
class doubled {
 public:
  int twice() const { return 2 * static_cast<const Derived&>(*this).once(); }

 protected:
  doubled() = default;
};
