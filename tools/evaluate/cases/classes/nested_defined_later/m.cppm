export module m;
export class outer {
 public:
  struct inner;
  inner make() const;
};
struct outer::inner {
  int value = 4;
};
outer::inner outer::make() const {
  return {};
}
