export module m;
export struct packed {
  unsigned low : 3 = 5;
  unsigned : 2;
  unsigned high : 4 = 3;
  bool flag : 1 = true;
};
export packed make();
