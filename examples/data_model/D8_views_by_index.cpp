import std;
import patterns;

// #region page
// A day's prices are looked at in many ways, and one of them is corrected. No look at them should copy them.
using namespace patterns::data_model;

void show(const auto& prices) {
  for (const double price : prices) {
    std::cout << price << ' ';
  }
  std::cout << '\n';
}

int main() {
  series prices{3.5, 2.0, 9.9, 4.1, 7.0};
  std::cout << prices[-1] << '\n';  // 7
  show(prices[slice{1, 4}]);        // 2 9.9 4.1
  show(prices[{.step = -2}]);       // 7 9.9 3.5
  show(prices[{4, 0, 0}]);          // 7 3.5 3.5

  const auto expensive = prices.mask([](double price) { return price > 4; });
  show(prices[expensive]);  // 9.9 4.1 7

  for (double& price : prices[expensive]) {
    price /= 2;
  }
  show(prices);  // 3.5 2 4.95 2.05 3.5

  const auto last_two = prices[{.start = -2}];
  prices[3] = 1.5;
  show(last_two);  // 1.5 3.5

  try {
    show(prices[{0, 7}]);
  } catch (const index_error& error) {
    std::cout << error.what() << '\n';  // index 7 of a sequence of size 5
  }
  prices.resize(4);
  try {
    show(last_two);
  } catch (const index_error& error) {
    std::cout << error.what() << '\n';  // 1.5 index 4 of a sequence of size 4
  }
  // A view of a temporary does not compile: series{1.0, 2.0}[slice{1}]
}
// #endregion
