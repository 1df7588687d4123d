export module m;
export struct box;
export box* make();
module :private;
struct box {
  int value;
};
box* make() {
  return new box;
}
