import std;
import patterns;

// #region page
// Money moves from one account to another: both change or neither does, and the log says how it ended.
using namespace patterns::data_model;

struct accounts {
  int savings = 100;
  int checking = 0;
};

class transaction {
 public:
  explicit transaction(accounts& all) : all_(&all) {}

  accounts& enter() {
    before_ = *all_;
    return *all_;
  }

  // Told how the body ended; a void exit would let every exception go on.
  exit_result exit(const std::exception_ptr& error) {
    if (error == nullptr) {
      std::cout << "committed\n";
      return exit_result::propagate;
    }
    *all_ = before_;
    try {
      std::rethrow_exception(error);
    } catch (const std::underflow_error& underflow) {
      std::cout << std::format("rolled back: {}\n", underflow.what());
      return exit_result::swallow;
    } catch (...) {
      return exit_result::propagate;
    }
  }

 private:
  accounts* all_;
  accounts before_;
};

bool move_to_checking(accounts& all, int amount) {
  return with(transaction(all), [amount](accounts& open) {
    open.checking += amount;
    open.savings -= amount;
    if (open.savings < 0) {
      throw std::underflow_error("not enough savings");
    }
  });
}

int main() {
  accounts all;
  std::cout << move_to_checking(all, 30) << '\n';                  // committed, 1
  std::cout << move_to_checking(all, 500) << '\n';                 // rolled back: not enough savings, 0
  std::cout << std::format("{} {}\n", all.savings, all.checking);  // 70 30

  // Where the work after is a line or two, a guard is enough.
  const scope_exit close([] { std::cout << "closed\n"; });
  std::cout << "open\n";  // open, closed
}
// #endregion
