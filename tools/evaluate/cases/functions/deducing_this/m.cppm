export module m;
export struct base {
  int value(this const auto& self) { return self.held; }
};
