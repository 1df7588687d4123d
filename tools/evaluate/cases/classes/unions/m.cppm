export module m;
export struct number {
  bool whole = true;
  union {
    int i = 0;
    double d;
  };
};
export union either {
  constexpr explicit either(double value) : d(value) {}
  int i;
  double d;
};
export number make(int value) {
  number made;
  made.i = value;
  return made;
}
