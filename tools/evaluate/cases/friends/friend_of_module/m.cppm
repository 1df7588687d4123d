export module m;
export class box {
  int value_ = 4;
  friend int peek(const box& of);
};
export int peek(const box& of);
