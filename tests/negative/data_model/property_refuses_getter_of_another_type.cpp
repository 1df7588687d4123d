// must not compile, and must say: readable_property
import patterns.data_model;

template <class Owner>
struct with_area {
  static const char* get(const Owner&) { return "large"; }
  [[no_unique_address]] patterns::data_model::property<double, Owner, with_area> area;
};
struct square : with_area<square> {};

double measure(const square& tile) {
  return tile.area;
}
