import std;
import patterns;

using patterns::async::async_exit_stack;
using patterns::async::exit_error;
using patterns::async::exit_stack;
using patterns::async::manual_clock;
using patterns::async::run_loop;
using patterns::async::task;
using patterns::async::with_async_exit_stack;
using patterns::async::with_exit_stack;
using patterns::data_model::exit_result;

// #region page
// A report is merged out of files whose names come from a list. How many there are to close, and whether all can be
// opened, is known at run time only.
class input {
 public:
  explicit input(std::string name) : name_(std::move(name)) {}

  const std::string& enter() {
    if (name_ == "missing") {
      throw std::runtime_error("cannot open missing");
    }
    std::cout << std::format("  open {}\n", name_);
    return name_;
  }
  void exit(const std::exception_ptr& error) {
    std::cout << std::format("  close {}{}\n", name_, error ? ", after an exception" : "");
  }

 private:
  std::string name_;
};

// All of them, or none: what pop_all takes out is not closed here.
exit_stack open_all(const std::vector<std::string>& names) {
  exit_stack opened;
  with_exit_stack([&](exit_stack& stack) {
    for (const auto& name : names) {
      stack.enter(input(name));
    }
    opened = stack.pop_all();
  });
  return opened;
}

// In the coroutine's world the same stack takes what is awaited and what is not.
class connection {
 public:
  connection(run_loop& loop, std::string host) : loop_(&loop), host_(std::move(host)) {}

  task<> enter() {
    co_await loop_->schedule_after(std::chrono::seconds(1));
    std::cout << std::format("  connected to {}\n", host_);
  }
  task<> exit(const std::exception_ptr&) {
    co_await loop_->schedule_after(std::chrono::seconds(1));
    std::cout << std::format("  said goodbye to {}\n", host_);
  }

 private:
  run_loop* loop_;
  std::string host_;
};

task<int> copy(run_loop& loop, async_exit_stack& stack) {
  for (const auto* host : {"alpha", "beta"}) {
    co_await stack.enter(connection(loop, host));
  }
  stack.enter(input("c"));
  stack.callback([](std::string_view text) { std::cout << std::format("  {}\n", text); }, "flushed");
  co_return 3;
}

int main() {
  std::cout << "all are there\n";
  exit_stack files = open_all({"a", "b"});  // open a, open b
  files.close();                            // close b, close a

  std::cout << "one is missing\n";
  try {
    open_all({"a", "missing"});  // open a; close a, after an exception
  } catch (const std::runtime_error& error) {
    std::cout << std::format("  {}\n", error.what());  // cannot open missing
  }

  std::cout << "exits fail\n";
  exit_stack stack;
  stack.callback([] { std::cout << "  the last one runs all the same\n"; });
  stack.callback([] { throw std::runtime_error("cannot unmount"); });
  stack.callback([] { throw std::runtime_error("cannot flush"); });
  try {
    stack.close();
  } catch (const exit_error& several) {
    std::cout << std::format("  {}\n", several.what());  // 'cannot flush', then on the way out 'cannot unmount'
  }

  std::cout << "an exit swallows\n";
  const std::optional<int> result = with_exit_stack([](exit_stack& exits) {
    exits.push([](const std::exception_ptr& error) { return error ? exit_result::swallow : exit_result::propagate; });
    throw std::runtime_error("ended here");
    return 1;
  });
  std::cout << std::format("  a result: {}\n", result.has_value());  // false

  std::cout << "awaited\n";
  manual_clock time;  // the seconds pass at once
  run_loop loop(time);
  const auto copied =
      loop.run_until_complete(with_async_exit_stack([&](async_exit_stack& exits) { return copy(loop, exits); }));
  std::cout << std::format("  copied: {}\n", *copied);  // after: flushed, close c, goodbye to beta and to alpha
}
// #endregion
