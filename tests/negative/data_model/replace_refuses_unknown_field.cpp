// must not compile, and must say: has_field
import patterns.data_model;

struct product {
  double price;
};

constexpr auto cheaper = patterns::data_model::replace(product{12.0}, patterns::data_model::field<"prise">(9.5));
