export module m;
export struct base {
  virtual ~base() = default;
  virtual int value() const = 0;
};
export const base& first();
export const base& second();
