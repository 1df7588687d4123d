// A8: assigning to a validated member is the `if` that it stands for.
import std;
import patterns.data_model;

using namespace patterns::data_model;

struct account {
  validated<double, non_negative, "account", "balance"> balance;
  validated<std::uint16_t, in_range<1024, 49'151>, "account", "port"> port;
};

struct plain_account {
  double balance;
  std::uint16_t port;
};

// As what a validated member calls: how a value is refused is not what is measured.
template <class T>
[[noreturn, gnu::cold]] void refuse(const T& value, std::string_view owner, std::string_view field);
extern template void refuse(const double&, std::string_view, std::string_view);
extern template void refuse(const std::uint16_t&, std::string_view, std::string_view);

extern "C" {

void ours_number(account& object, double value) {
  object.balance = value;
}

void by_hand_number(plain_account& object, double value) {
  if (!(value >= 0)) {
    refuse(value, "account", "balance");
  }
  object.balance = value;
}

void ours_range(account& object, std::uint16_t value) {
  object.port = value;
}

void by_hand_range(plain_account& object, std::uint16_t value) {
  if (!(1024 <= value && value <= 49'151)) {
    refuse(value, "account", "port");
  }
  object.port = value;
}

double ours_read(const account& object) {
  return object.balance + 1;
}

double by_hand_read(const plain_account& object) {
  return object.balance + 1;
}
}
