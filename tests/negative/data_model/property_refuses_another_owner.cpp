// must not compile, and must say: the owner derives from the slot
import patterns.data_model;

struct square {
  double side = 1;
};
template <class Owner>
struct with_area {
  static double get(const Owner& self) { return self.side * self.side; }
  [[no_unique_address]] patterns::data_model::property<double, Owner, with_area> area;
};
struct tile : with_area<square> {};

double measure(const tile& white) {
  return white.area;
}
