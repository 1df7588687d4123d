import std;
import patterns;

// #region page
// An account must never go below zero, whoever writes to it. The rule stands where the member is declared, and the
// account is no larger for it.
using namespace patterns::data_model;

struct account {
  validated<std::string, non_empty, "account", "owner"> owner;
  validated<double, non_negative, "account", "balance"> balance;
  validated<std::string, one_of<"EUR", "USD">, "account", "currency"> currency;
};
static_assert(sizeof(account::balance) == sizeof(double));

// A rule of your own is an empty class that can be called, and says what it wants.
struct whole_cents {
  constexpr bool operator()(double amount) const { return amount * 100 == std::floor(amount * 100); }
  static std::string requirement() { return "must be whole cents"; }
};

int main() {
  account savings{"Ada", 100.0, "EUR"};
  savings.balance = savings.balance - 30;
  std::cout << std::format("{:.2f}\n", savings.balance);  // 70.00

  try {
    savings.balance = savings.balance - 100;
  } catch (const validation_error& error) {
    std::cout << error.what() << '\n';  // account.balance = -30.0: must not be negative
  }
  std::cout << std::format("{:.2f}\n", savings.balance);  // 70.00

  try {
    savings.currency = "GBP";
  } catch (const validation_error& error) {
    std::cout << error.what() << '\n';  // account.currency = 'GBP': must be one of 'EUR', 'USD'
  }

  try {
    const validated<double, whole_cents, "invoice", "total"> total = 0.125;
    std::cout << std::format("{}\n", total);
  } catch (const validation_error& error) {
    std::cout << error.what() << '\n';  // invoice.total = 0.125: must be whole cents
  }
}
// #endregion
