export module m;
export class animal {
 public:
  virtual ~animal() = default;
  virtual int legs() const;
};
