export module m;
export template <class T>
struct counted {
  static inline int count = 0;
};
