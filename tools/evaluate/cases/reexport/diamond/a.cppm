export module a;
export inline int count = 0;
export struct point {
  int x = 1;
};
