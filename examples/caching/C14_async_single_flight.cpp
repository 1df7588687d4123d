import std;
import patterns;

using namespace patterns::async;
using namespace std::chrono_literals;
using patterns::caching::async_single_flight;
using patterns::concurrency::stop_token;

// #region page
// Three tabs ask for the same report, which takes ten seconds. It is made once, and the tab that asked first may be
// closed: then the next one sees to it.
struct dashboard {
  run_loop& loop;
  async_single_flight<std::string, std::string> reports{};
  int made = 0;

  task<std::string> make(std::string name) {
    const int number = ++made;
    co_await sleep_for(loop, 10s);
    co_return std::format("{}, query {}", name, number);
  }

  task<> tab(int number, stop_token closed) {
    try {
      auto report = reports.run("sales", [this](const std::string& name) { return make(name); }, closed);
      std::cout << std::format("tab {}: {}\n", number, co_await std::move(report));
    } catch (const operation_cancelled&) {
      std::cout << std::format("tab {} was closed\n", number);
    }
  }
};

int main() {
  manual_clock time;  // the seconds pass at once
  run_loop loop(time);
  dashboard board{loop};

  loop.run_until_complete(when_all(board.tab(1, {}), board.tab(2, {}), board.tab(3, {})));
  // tab 1: sales, query 1
  // tab 2: sales, query 1
  // tab 3: sales, query 1

  // Another query: nothing is remembered. And now somebody closes the first tab.
  patterns::concurrency::stop_source first;
  loop.post_after(3s, [&] { first.request_stop(); });
  loop.run_until_complete(when_all(board.tab(1, first.get_token()), board.tab(2, {}), board.tab(3, {})));
  // tab 1 was closed
  // tab 2: sales, query 3
  // tab 3: sales, query 3

  std::cout << std::format("{} queries\n", board.made);  // 3 queries
}
// #endregion
