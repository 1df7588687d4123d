export module m;
export template <class T>
struct box {
  T held;
  friend int weight(const box& of)
    requires requires { of.held.weight; }
  {
    return of.held.weight;
  }
};
