import std;
import patterns;

// #region page
// A shop reads its prices all day, so that somebody always reads; a change of price must get its turn all the same.
using patterns::concurrency::prefer;
using patterns::concurrency::rw_lock;

template <prefer Policy>
class price_list {
 public:
  int price_of(const std::string& article) {
    const std::shared_lock reading(lock_);
    return prices_.at(article);
  }

  void change(const std::string& article, int price) {
    const std::unique_lock writing(lock_);
    prices_[article] = price;
  }

  // Somebody reads when a change comes, and a hundred more want to look before the first has finished.
  std::string rush_hour() {
    std::shared_lock first(lock_);
    std::thread manager([this] { change("tea", 4); });
    while (lock_.waiting() == 0) {  // until the change is in line
      std::this_thread::yield();
    }
    int overtook = 0;
    for (int customer = 0; customer < 100; ++customer) {
      overtook += std::shared_lock(lock_, std::try_to_lock).owns_lock() ? 1 : 0;
    }
    first.unlock();
    manager.join();
    return std::format("{} overtook the change; tea is {} now", overtook, price_of("tea"));
  }

 private:
  rw_lock<Policy> lock_;
  std::map<std::string, int> prices_ = {{"tea", 3}};
};

int main() {
  std::cout << price_list<prefer::readers>().rush_hour() << '\n';  // 100 overtook the change; tea is 4 now
  std::cout << price_list<prefer::writers>().rush_hour() << '\n';  // 0 overtook the change; tea is 4 now
  std::cout << price_list<prefer::fair>().rush_hour() << '\n';     // 0 overtook the change; tea is 4 now

  using namespace std::chrono_literals;
  rw_lock<> door;
  const std::unique_lock inventory(door);
  const auto try_to_read = [&] { return std::shared_lock(door, 1ms).owns_lock(); };
  std::cout << std::boolalpha << std::async(std::launch::async, try_to_read).get() << '\n';  // false: out of patience
}
// #endregion
