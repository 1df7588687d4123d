export module a;
export struct root {
  virtual ~root() = default;
  int tag = 1;
};
