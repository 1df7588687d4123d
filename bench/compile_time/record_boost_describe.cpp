#include <boost/describe.hpp>
#include <boost/mp11/algorithm.hpp>
#include <string>
#include <string_view>

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
BOOST_DESCRIBE_STRUCT(product_NN, (), (name, maker, price, weight, stock, sold))
void show_all(const product_NN& product) {
  boost::mp11::mp_for_each<boost::describe::describe_members<product_NN, boost::describe::mod_public>>(
      [&](auto member) { show(member.name, product.*member.pointer); });
}
// end
// end
