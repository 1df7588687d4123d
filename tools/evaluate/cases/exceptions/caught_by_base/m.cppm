export module m;
export struct failure {
  virtual ~failure() = default;
  virtual int code() const { return 0; }
};
export void fail();
export bool is_of_module();
