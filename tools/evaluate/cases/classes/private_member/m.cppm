export module m;
export class vault {
 public:
  int seen = 0;

 private:
  int hidden_ = 0;
};
