import std;
import patterns;

using patterns::async::delay;
using patterns::async::manual_clock;
using patterns::async::operation_cancelled;
using patterns::async::run_loop;
using patterns::async::sleep_for;
using patterns::async::task;
using patterns::concurrency::stop_source;
using namespace std::chrono_literals;

// #region page
// A service is not up yet. Its client tries again and again, and each time waits twice as long as before. How long to
// wait is a matter of its own: an awaitable that is a value, and that says with each wait which one is next.
class backoff {
 public:
  explicit backoff(std::chrono::milliseconds first) : next_(first) {}

  auto operator co_await() { return delay(std::exchange(next_, 2 * next_)).operator co_await(); }

 private:
  std::chrono::milliseconds next_;
};

static_assert(patterns::async::awaitable<backoff&>);

task<int> connect(int failures) {
  backoff before_next_try(100ms);
  for (int attempt = 1;; ++attempt) {
    if (attempt > failures) {
      co_return attempt;
    }
    co_await before_next_try;  // on the loop that runs this
  }
}

std::chrono::milliseconds passed(const manual_clock& time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.now().time_since_epoch());
}

task<> impatient() {
  try {
    co_await sleep_for(24h);
  } catch (const operation_cancelled& error) {
    std::cout << error.what() << '\n';  // run_loop::schedule_at: cancelled, a stop was requested
  }
}

int main() {
  manual_clock time;  // the seconds pass at once
  run_loop loop(time);

  std::cout << std::format("attempt {}", loop.run_until_complete(connect(4)));
  std::cout << std::format(" after {} ms\n", passed(time).count());  // attempt 5 after 1500 ms

  stop_source stop;
  loop.post_after(500ms, [&] { stop.request_stop(); });
  loop.run_until_complete(impatient(), stop.get_token());
  std::cout << std::format("{} ms\n", passed(time).count());  // 2000 ms
}
// #endregion
