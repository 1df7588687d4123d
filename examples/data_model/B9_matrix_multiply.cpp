import std;
import patterns;

// #region page
// An order is so many of each product, and a price list says what each costs in each shop. What does it cost where?
using namespace patterns::data_model;

void show(const matrix_like auto& table) {
  for (std::size_t row = 0; row < table.rows(); ++row) {
    for (std::size_t column = 0; column < table.columns(); ++column) {
      std::cout << table(row, column) << ' ';
    }
    std::cout << '\n';
  }
}

int main() {
  constexpr matrix orders{{2, 0, 1}, {1, 4, 0}};                // two orders, three products
  constexpr matrix prices{{3.0, 2.5}, {1.0, 1.5}, {5.0, 4.0}};  // three products, two shops
  constexpr auto costs = orders * prices;
  static_assert(std::same_as<decltype(costs), const matrix<double, 2, 2>>);
  show(costs);  // 11 9
                // 7 8.5

  std::cout << dot(orders.row(0), std::vector{3.0, 1.0, 5.0}) << '\n';  // 11

  // Two orders of three products cannot be multiplied by two orders of three products, and the types say so.
  static_assert(!multipliable_with<decltype(orders), decltype(orders)>);

  // What is read from a file has its sizes in the object.
  const matrix<double> from_file(4, 2, 1.0);
  try {
    show(orders * from_file);
  } catch (const shape_error& error) {
    std::cout << error.what() << '\n';  // product of a 2x3 matrix and a 4x2 one
  }
  show(transposed(from_file));  // 1 1 1 1
                                // 1 1 1 1
}
// #endregion
