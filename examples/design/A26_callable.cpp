import std;
import patterns;

// #region page
using patterns::design::adder;
using patterns::design::callable_as;
using patterns::design::compose;
using patterns::design::partial;

// A shop sends parcels abroad: postage and a rate of exchange are known when the cart is opened.
struct product {
  std::string name;
  int cents;
};

double convert(double rate, int cents) {
  return rate * cents / 100;
}

// Any way to a price will do: a function, a member, an object.
void print_prices(const std::vector<product>& cart, const callable_as<double(const product&) const> auto& price) {
  for (const double each : std::views::transform(cart, price)) {
    std::cout << std::format("{:7.2f}", each);
  }
  std::cout << '\n';
}

int main() {
  constexpr adder add_postage(450);
  std::cout << add_postage(1'000) << '\n';  // 1450

  const auto to_crowns = partial(convert, 11.5);
  std::cout << to_crowns(1'000) << '\n';  // 115

  const std::vector<product> cart{{"lamp", 2'000}, {"bulb", 500}};
  print_prices(cart, compose(to_crowns, &product::cents));               // 230.00 57.50
  print_prices(cart, compose(to_crowns, add_postage, &product::cents));  // 281.75 109.25

  // Refused, because a name cannot be converted.
  static_assert(!callable_as<decltype(compose(to_crowns, &product::name)), double(const product&)>);
}
// #endregion
