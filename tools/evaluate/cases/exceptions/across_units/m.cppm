export module m;
export struct fault {
  int code;
};
export struct shape {
  virtual ~shape() = default;
  virtual int sides() const = 0;
};
export struct square : shape {
  int sides() const override { return 4; }
};
export [[noreturn]] void fail(int code);
export shape* make();
