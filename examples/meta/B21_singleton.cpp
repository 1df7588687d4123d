import std;
import patterns;

// #region page
using patterns::meta::construction_cycle_error;
using patterns::meta::singleton;

// A program has one printer. Whoever needs it first starts it, and it does not always start at once.
class printer {
 public:
  std::size_t print(std::string_view text) { return pages_ += 1 + text.size() / 100; }

 private:
  friend singleton<printer>;
  printer() {
    if (++attempts_ == 1) {
      throw std::runtime_error("out of paper");
    }
    std::cout << "printer started\n";
  }
  printer(const printer&) = delete;

  static inline int attempts_ = 0;
  std::atomic<std::size_t> pages_ = 0;
};

class spooler {
  friend singleton<spooler>;
  spooler() { (void)singleton<spooler>::instance(); }
  spooler(const spooler&) = delete;
};

int main() {
  try {
    (void)singleton<printer>::instance();
  } catch (const std::runtime_error& error) {
    std::cout << error.what() << '\n';  // out of paper
  }

  std::vector<std::thread> clerks;
  for (int clerk = 0; clerk < 4; ++clerk) {
    clerks.emplace_back([] { singleton<printer>::instance().print("a letter"); });  // printer started
  }
  for (auto& clerk : clerks) {
    clerk.join();
  }
  std::cout << singleton<printer>::instance().print("the last one") << " pages\n";  // 5 pages

  try {
    (void)singleton<spooler>::instance();
  } catch (const construction_cycle_error& error) {
    std::cout << error.what() << '\n';  // construction cycle: spooler -> spooler
  }
}
// #endregion
