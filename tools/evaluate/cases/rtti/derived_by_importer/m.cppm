export module m;
export struct shape {
  virtual ~shape() = default;
  virtual int sides() const;
};
export int count(const shape& of);
