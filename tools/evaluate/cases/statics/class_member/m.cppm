export module m;
export struct counter {
  static inline int count = 0;
};
