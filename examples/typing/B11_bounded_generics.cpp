import std;
import patterns;

// #region page
using patterns::typing::box;
using patterns::typing::number;
using patterns::typing::number_error;

// A shop adds up amounts: whole pieces, or kilograms. Whatever is no quantity must not even compile.
template <number T>
box<T> total(const std::vector<T>& amounts) {
  return std::accumulate(amounts.begin(), amounts.end(), box<T>());
}

int main() {
  const auto pieces = total<int>({3, 4, 5});
  const auto kilograms = total<double>({0.5, 1.25});
  std::cout << std::format("{} pieces, {:.2f} kg\n", pieces, kilograms);  // 12 pieces, 1.75 kg

  const auto price = pieces.map([](int count) { return count * 2.5; });
  std::cout << std::format("{:.2f}\n", price);  // 30.00

  static_assert(!number<bool> && !number<char>);  // an answer and a letter are no quantities

  try {
    total<std::uint8_t>({200, 100});
  } catch (const number_error& error) {
    std::cout << error.what() << '\n';  // box: 200 + 100 is not in 0..255
  }
}
// #endregion
