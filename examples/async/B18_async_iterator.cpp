import std;
import patterns;

using patterns::async::async_generator;
using patterns::async::elements_of;
using patterns::async::generator;
using patterns::async::manual_clock;
using patterns::async::run_loop;
using patterns::async::task;

// #region page
// A service hands out its orders page by page, each after a while. The reader wants orders, not pages.
async_generator<std::string> page(run_loop& loop, int number) {
  co_await loop.schedule_after(std::chrono::seconds(2));
  for (const char letter : {'a', 'b'}) {
    co_yield std::format("order {}{}", number, letter);
  }
}

async_generator<std::string> all_orders(run_loop& loop) {
  for (int number = 1;; ++number) {
    co_yield elements_of(page(loop, number));
  }
}

task<> print_first(run_loop& loop, int count) {
  const auto start = loop.now();
  auto orders = all_orders(loop);
  while (const auto order = co_await orders.next()) {
    const auto waited = std::chrono::duration_cast<std::chrono::seconds>(loop.now() - start);
    std::cout << std::format("{} after {} s\n", *order, waited.count());
    if (--count == 0) {
      co_return;  // the pages that nobody asked for are never fetched
    }
  }
}

// The same without waiting is a range.
generator<int> fibonacci() {
  for (int a = 0, b = 1;; a = std::exchange(b, a + b)) {
    co_yield a;
  }
}

int main() {
  manual_clock time;  // the seconds pass at once
  run_loop loop(time);
  loop.run_until_complete(print_first(loop, 3));  // 1a and 1b after 2 s, 2a after 4 s

  for (const int number : fibonacci() | std::views::take(8)) {
    std::cout << number << ' ';  // 0 1 1 2 3 5 8 13
  }
  std::cout << '\n';
}
// #endregion
