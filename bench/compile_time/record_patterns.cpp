import std;
import patterns.meta;

// Structs of six fields: each field's name and value is handed to a function.
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
  patterns::meta::for_each_field(product, [](std::string_view name, const auto& value) { show(name, value); });
}
// end
// end
