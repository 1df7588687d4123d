import std;
import patterns;

// #region page
// An invoice shows amounts in columns, with the currency that the customer pays in.
using namespace patterns::data_model;

int main() {
  std::cout << std::format("{:EUR}\n", money(1234.5));    // 1,234.50 EUR
  std::cout << std::format("{:JPY}\n", money(1234567));   // 1,234,567 JPY
  std::cout << std::format("{:.0EUR}\n", money(1234.5));  // 1,234 EUR
  std::cout << std::format("{}\n", money(99, "CHF"));     // 99.00 CHF

  // Half a cent goes to the even one, so that a long column does not drift upwards. 12.345 is no double, but a decimal.
  std::cout << std::format("{:EUR}\n", money(decimal{12345, 3}));  // 12.34 EUR
  std::cout << std::format("{:EUR}\n", money(decimal{12355, 3}));  // 12.36 EUR

  for (const double amount : {1234.5, 7.25, -120000.0}) {
    std::cout << std::format("[{:>16EUR}]\n", money(amount));  // [    1,234.50 EUR]
  }  // [        7.25 EUR]
     // [ -120,000.00 EUR]

  // A number that is no amount, and another country's way to write it.
  std::cout << grouped(1234567) << '\n';                                           // 1,234,567
  std::cout << grouped(1234567.891, 2, {.separator = ".", .point = ","}) << '\n';  // 1.234.567,89

  // A wrong format in a literal does not compile. One that comes from elsewhere is an error.
  const std::string from_a_file = "{:euro}";
  try {
    const money price(1234.5);
    std::cout << std::vformat(from_a_file, std::make_format_args(price)) << '\n';
  } catch (const std::format_error&) {
    std::cout << "not a format for money: " << from_a_file << '\n';  // not a format for money: {:euro}
  }
}
// #endregion
