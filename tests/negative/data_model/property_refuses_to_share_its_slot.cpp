// must not compile, and must say: the slot has one member
import patterns.data_model;

template <class Owner>
struct with_two {
  static double get(const Owner& self) { return self.side; }
  [[no_unique_address]] patterns::data_model::property<double, Owner, with_two> width;
  [[no_unique_address]] patterns::data_model::property<float, Owner, with_two> height;
};
struct square : with_two<square> {
  double side = 1;
};

double measure(const square& tile) {
  return tile.width;
}
