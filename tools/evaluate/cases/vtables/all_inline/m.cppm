export module m;
export struct animal {
  virtual ~animal() = default;
  virtual int legs() const { return 4; }
};
export animal& of_module();
