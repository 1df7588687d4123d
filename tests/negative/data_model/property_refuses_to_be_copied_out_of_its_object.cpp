// must not compile, and must say: private
import patterns.data_model;

template <class Owner>
struct with_area {
  static double get(const Owner& self) { return self.side * self.side; }
  [[no_unique_address]] patterns::data_model::property<double, Owner, with_area> area;
};
struct square : with_area<square> {
  double side = 1;
};

void measure(const square& tile) {
  auto area = tile.area;
}
