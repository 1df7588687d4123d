import std;
import patterns;

// #region page
using patterns::typing::fluent;

// Every statement can be limited; only a selection has an order. The chain must not forget which it began with.
template <class Derived>
class statement : public fluent<Derived> {
 public:
  Derived& limit(int rows) & {
    return this->chain([&] { limit_ = rows; });
  }
  [[nodiscard]] Derived limit(int rows) && {
    return std::move(*this).chain([&] { limit_ = rows; });
  }

 protected:
  int limit_ = 0;
};

class selection final : public statement<selection> {
 public:
  explicit selection(std::string table) : table_(std::move(table)) {}

  selection& order_by(std::string column) & {
    return chain([&] { order_ = std::move(column); });
  }
  [[nodiscard]] selection order_by(std::string column) && {
    return std::move(*this).chain([&] { order_ = std::move(column); });
  }

  void set_offset(int rows) { offset_ = rows; }  // not written for chaining

  [[nodiscard]] std::string text() const {
    return std::format("from {} order by {} limit {} offset {}", table_, order_, limit_, offset_);
  }

 private:
  std::string table_;
  std::string order_;
  int offset_ = 0;
};

int main() {
  // limit() belongs to the base, and order_by() still follows.
  const auto newest = selection("orders").limit(10).order_by("day").with(&selection::set_offset, 20);
  std::cout << newest.text() << '\n';  // from orders order by day limit 10 offset 20

  auto&& bound = selection("orders").limit(5);  // a value: nothing dangles
  bound.order_by("price").limit(6);
  std::cout << bound.text() << '\n';  // from orders order by price limit 6 offset 0

  static_assert(std::same_as<decltype(std::declval<selection&>().limit(1)), selection&>);
  static_assert(std::same_as<decltype(std::declval<selection>().limit(1)), selection>);
}
// #endregion
