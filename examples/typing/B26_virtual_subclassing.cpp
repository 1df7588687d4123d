import std;
import patterns;

// #region page
using patterns::typing::erased;
using patterns::typing::is_instance;
using patterns::typing::sized;
using patterns::typing::sized_protocol;
using patterns::typing::type_list;

// A shipping desk asks of each thing whether there is a number of pieces to declare. Nothing derives from anything.
struct crate {
  std::vector<int> bottles;
  std::size_t size() const { return bottles.size(); }
};

// From a library that cannot be changed: it counts under another name.
struct pallet {
  std::size_t CountOfBoxes() const { return 40; }
};

// It has a size, but that is no number of pieces.
struct shirt {
  int size() const { return 42; }
};

template <>
inline constexpr bool patterns::typing::enable_protocol<pallet, sized_protocol> = true;
template <>
inline constexpr bool patterns::typing::enable_protocol<shirt, sized_protocol> = false;

// Known when it compiles.
static_assert(sized<crate> && sized<pallet> && !sized<shirt> && !sized<int>);

// Known when it runs: of a parcel the desk knows only that it has a label, and that it may be asked for its size.
struct labelling {
  using signature = std::string() const;
  std::string operator()(const crate&) const { return "crate"; }
  std::string operator()(const pallet&) const { return "pallet"; }
  std::string operator()(const shirt&) const { return "shirt"; }
};
struct parcel_interface {
  using operations = type_list<labelling>;
  using queries = type_list<sized_protocol>;
};
using parcel = erased<parcel_interface>;

int main() {
  const std::vector<parcel> parcels{crate{.bottles = {1, 2, 3}}, pallet{}, shirt{}};
  for (const parcel& each : parcels) {
    std::cout << std::format("{} {}\n", each.call<labelling>(), is_instance<sized_protocol>(each));
    // crate true; pallet true; shirt false
  }

  // Who knows the type gets the value.
  std::cout << parcels[0].target<crate>()->size() << '\n';       // 3
  std::cout << (parcels[1].target<crate>() == nullptr) << '\n';  // 1
}
// #endregion
