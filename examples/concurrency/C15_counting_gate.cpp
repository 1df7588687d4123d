import std;
import patterns;

// #region page
// Eight threads want to ask a service that allows three questions at a time.
using patterns::concurrency::counting_gate;
using patterns::concurrency::stop_source;

int main() {
  counting_gate service(3);
  std::atomic<int> asking = 0;
  std::atomic<int> most = 0;
  std::atomic<int> failed = 0;

  const auto ask = [&](int question) {
    const auto permit = service.acquire();
    const int now = ++asking;
    for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
    }
    --asking;
    if (question % 2 == 0) {
      throw std::runtime_error("timeout");  // the permit goes back all the same
    }
  };

  std::vector<std::thread> threads;
  for (int question = 0; question < 8; ++question) {
    threads.emplace_back([&, question] {
      try {
        ask(question);
      } catch (const std::runtime_error&) {
        ++failed;
      }
    });
  }
  for (auto& thread : threads) {
    thread.join();
  }
  std::cout << std::format("at most three: {}\n", most <= 3);                           // at most three: true
  std::cout << std::format("{} failed, {} inside\n", failed.load(), service.in_use());  // 4 failed, 0 inside

  // All three places are taken: a fourth does not wait, or waits until it is told to stop.
  const std::array held = {service.acquire(), service.acquire(), service.acquire()};
  std::cout << std::format("a fourth: {}\n", service.try_acquire().has_value());  // a fourth: false
  stop_source closing_time;
  auto fourth = std::async(std::launch::async, [&] { return service.acquire(closing_time.get_token()).has_value(); });
  closing_time.request_stop();
  std::cout << std::format("after closing time: {}\n", fourth.get());  // after closing time: false
}
// #endregion
