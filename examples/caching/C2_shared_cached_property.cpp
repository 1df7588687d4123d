import std;
import patterns;

// #region page
using patterns::caching::shared_cached_property;

// Four tills ask for the day's total at the same moment; one of them adds up.
class orders {
 public:
  explicit orders(std::vector<double> prices) : prices_(std::move(prices)) {}

  // Const, and safe to call from any thread: only one of them adds up.
  const double& total() const {
    return total_.get([this] {
      ++additions;
      return std::accumulate(prices_.begin(), prices_.end(), 0.0);
    });
  }

  // Changing an object needs it alone, as it does anyhow.
  void add(double price) {
    prices_.push_back(price);
    total_.reset();
  }

  static inline std::atomic<int> additions = 0;

 private:
  std::vector<double> prices_;
  shared_cached_property<double> total_;
};

int main() {
  orders today({20.0, 21.5});
  std::vector<std::thread> tills;
  for (int till = 0; till < 4; ++till) {
    tills.emplace_back([&] { (void)today.total(); });
  }
  for (auto& till : tills) {
    till.join();
  }
  std::cout << std::format("{}, {} addition\n", today.total(), orders::additions.load());  // 41.5, 1 addition

  today.add(0.5);
  std::cout << std::format("{}\n", today.total());  // 42

  // What a property comes from may change while others compute it: what they bring then never becomes the value.
  shared_cached_property<int> price;
  int market = 10;
  const int& seen = price.get([&] {
    const int read = market;
    if (read == 10) {
      market = 12;
      std::thread([&] { price.invalidate(); }).join();
    }
    return read;
  });
  std::cout << std::format("{}\n", seen);  // 12

  price.invalidate();
  (void)price.get([] { return 13; });
  std::cout << std::format("{}, and before {}\n", *price.get_if(), seen);  // 13, and before 12
}
// #endregion
