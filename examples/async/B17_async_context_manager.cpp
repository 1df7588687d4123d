import std;
import patterns;

using patterns::async::async_with;
using patterns::async::exit_error;
using patterns::async::manual_clock;
using patterns::async::run_loop;
using patterns::async::task;
using patterns::concurrency::stop_source;
using patterns::data_model::exit_result;

// #region page
// A transaction over a network: to begin, to commit and to roll back all take a while. Whatever happens to the work in
// between, the server must hear of its end.
class transaction {
 public:
  explicit transaction(run_loop& loop) : loop_(&loop) {}

  task<> enter() {
    co_await loop_->schedule_after(std::chrono::seconds(1));
    std::cout << "  begin\n";
  }

  // A coroutine; a result of nothing would let every exception go on.
  task<exit_result> exit(const std::exception_ptr& error) {
    co_await loop_->schedule_after(std::chrono::seconds(1));
    std::cout << (error ? "  roll back\n" : "  commit\n");
    try {
      if (error) {
        std::rethrow_exception(error);
      }
    } catch (const std::domain_error& refused) {
      std::cout << std::format("  refused: {}\n", refused.what());
      co_return exit_result::swallow;
    } catch (...) {
      std::cout << "  something else\n";
    }
    co_return exit_result::propagate;
  }

 private:
  run_loop* loop_;
};

task<int> withdraw(run_loop& loop, int balance, int amount) {
  co_await loop.schedule_after(std::chrono::seconds(1));
  if (amount > balance) {
    throw std::domain_error("not enough money");
  }
  co_return balance - amount;
}

task<> visit(run_loop& loop, int amount) {
  std::cout << std::format("withdraw {}\n", amount);
  const std::optional<int> left = co_await async_with(transaction(loop), [&] { return withdraw(loop, 100, amount); });
  std::cout << (left ? std::format("left: {}\n", *left) : "left as it was\n");
}

// The work is asked to stop and gives up. That does not reach the exit: it waits for its second, and is heard.
task<int> give_up(run_loop& loop, stop_source& stop) {
  co_await loop.schedule();
  stop.request_stop();
  throw patterns::async::operation_cancelled("withdraw");
}

// A connection whose exit fails as well.
struct broken {
  static task<> enter() { co_return; }
  static task<> exit(const std::exception_ptr&) {
    throw std::runtime_error("the connection is lost");
    co_return;
  }
};

int main() {
  manual_clock time;  // the seconds pass at once
  run_loop loop(time);
  loop.run_until_complete(visit(loop, 30));   // begin, commit, left: 70
  loop.run_until_complete(visit(loop, 500));  // begin, roll back, refused: not enough money, left as it was

  std::cout << "cancelled\n";
  stop_source stop;
  try {
    loop.run_until_complete(async_with(transaction(loop), [&] { return give_up(loop, stop); }), stop.get_token());
  } catch (const patterns::async::operation_cancelled& cancelled) {  // after: begin, roll back, something else
    std::cout << cancelled.what() << '\n';
  }

  std::cout << "broken\n";
  try {
    loop.run_until_complete(async_with(broken(), [&] { return withdraw(loop, 100, 500); }));
  } catch (const exit_error& several) {
    std::cout << several.what() << '\n';  // neither exception is lost
  }
}
// #endregion
