// must not compile, and must say: names_differ
import patterns.data_model;

struct product {
  double price;
};

using patterns::data_model::field;
constexpr auto cheaper = patterns::data_model::replace(product{12.0}, field<"price">(9.5), field<"price">(9.0));
