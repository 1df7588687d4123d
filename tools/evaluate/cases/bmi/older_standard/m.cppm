export module m;
export template <class T>
struct box {
  T held = {};
};
