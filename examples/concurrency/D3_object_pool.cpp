import std;
import patterns;

// #region page
// Connecting to a database is slow: a few connections are kept, and whoever needs one borrows it.
using patterns::concurrency::lease;
using patterns::concurrency::object_pool;

class connection {
 public:
  explicit connection(int number) : number_(number) { std::cout << std::format("connecting {}\n", number_); }
  connection(const connection&) = delete;

  std::string run(std::string_view query) {
    if (query == "bad query") {
      broken_ = true;
      throw std::runtime_error("connection lost");
    }
    return std::format("{} by {}", query, number_);
  }

  bool is_open() const { return !broken_; }

 private:
  int number_;
  bool broken_ = false;
};

int main() {
  int connections = 0;
  std::optional<lease<connection>> longest;
  {
    object_pool<connection> pool(2, [&] { return connection(++connections); }, &connection::is_open);

    std::cout << pool.acquire()->run("select") << '\n';  // connecting 1, select by 1
    std::cout << pool.acquire()->run("insert") << '\n';  // insert by 1: the same, for it came back

    try {
      (void)pool.acquire()->run("bad query");
    } catch (const std::runtime_error& error) {
      std::cout << error.what() << '\n';  // connection lost, and it will not be lent again
    }
    std::cout << std::format("{} idle\n", pool.idle());  // 0 idle

    longest = pool.acquire();                                                   // connecting 2
    const auto other = pool.acquire();                                          // connecting 3
    std::cout << std::format("a third: {}\n", pool.try_acquire().has_value());  // a third: false
    pool.prewarm(2);                                                            // there are two, if lent
  }
  std::cout << (*longest)->run("commit") << '\n';  // commit by 2: a lease may outlive the pool
}
// #endregion
