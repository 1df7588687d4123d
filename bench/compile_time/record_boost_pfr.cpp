#include <boost/pfr.hpp>
#include <string>
#include <string_view>

// Without the names on releases before 2.2, which have none.
void show(std::string_view name, int value);
void show(std::string_view name, double value);
void show(std::string_view name, const std::string& value);

// repeat NN 20
struct product_NN {
  std::string name;
  std::string maker;
  double price;
  double weight;
  int stock;
  int sold;
};
// end
// use
// repeat NN 20
void show_all(const product_NN& product) {
#if __has_include(<boost/pfr/core_name.hpp>)
  boost::pfr::for_each_field_with_name(product, [](std::string_view name, const auto& value) { show(name, value); });
#else
  boost::pfr::for_each_field(product, [](const auto& value) { show({}, value); });
#endif
}
// end
// end
