import std;
import patterns;

// #region page
// A form has fields of many types; those that were filled in are to be counted.
using namespace patterns::data_model;

class connection {
 public:
  explicit connection(bool is_open) : is_open_(is_open) {}
  explicit operator bool() const { return is_open_; }

 private:
  bool is_open_;
};

int count_true(const truthy auto&... values) {
  return (0 + ... + (truth(values) ? 1 : 0));
}

int main() {
  const std::string name = "Ana";
  const std::vector<int> scores;
  const std::optional<int> age = 0;                                                        // known, and zero
  std::cout << count_true(name, scores, age, 42, 0.0, nullptr, connection(true)) << '\n';  // 4

  // A pointer to characters is refused: to "" it is a true pointer, and a false text.
  static_assert(!truthy<const char*>);
}
// #endregion
