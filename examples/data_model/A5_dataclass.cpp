import std;
import patterns;

// #region page
// A shop keeps its stock in plain structs. It logs them, finds what has changed, sorts them and counts them by kind,
// and nobody has written an operator for it.
struct price {
  double amount;
  std::string currency;
};

struct product {
  std::string name;
  price cost;
  std::optional<int> shelf;
};

struct place {
  int aisle;
  int shelf;

  friend bool operator==(const place&, const place&) = default;
};

// Two lines, each asked for, give a record the two things that only a specialization of std can give.
template <>
struct std::formatter<product> : patterns::data_model::record_formatter<product> {};
template <>
struct std::hash<place> : patterns::data_model::record_hasher<place> {};

int main() {
  using namespace patterns::data_model;

  const product lamp{"lamp", {12.5, "EUR"}, 7};
  std::cout << repr(lamp) << '\n';
  // product(name='lamp', cost=price(amount=12.5, currency='EUR'), shelf=7)

  const product cheaper = replace(lamp, field<"cost">(price{10, "EUR"}), field<"shelf">(std::nullopt));
  std::cout << std::format("{}\n", cheaper);
  // product(name='lamp', cost=price(amount=10.0, currency='EUR'), shelf=nullopt)

  std::cout << std::boolalpha << record_equal(lamp, cheaper) << '\n';          // false
  std::cout << std::boolalpha << (record_compare(cheaper, lamp) < 0) << '\n';  // true: 10 is less than 12.5

  const auto [name, cost, shelf] = as_tuple(lamp);
  std::cout << std::format("{} {} {}\n", name, std::get<1>(cost), *shelf);  // lamp EUR 7
  std::cout << std::get<std::string>(as_map(lamp).at("name")) << '\n';      // lamp

  std::unordered_map<place, int> pieces;
  pieces[{1, 7}] += 3;
  pieces[{1, 7}] += 4;
  std::cout << repr(pieces) << '\n';  // {place(aisle=1, shelf=7): 7}
}
// #endregion
