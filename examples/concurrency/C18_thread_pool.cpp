import std;
import patterns;

// #region page
// A report adds up the sales of many shops: each file is a job, and a file may be damaged.
using patterns::concurrency::executor;
using patterns::concurrency::job_cancelled;
using patterns::concurrency::pool_stopped;
using patterns::concurrency::shutdown_mode;
using patterns::concurrency::stop_token;
using patterns::concurrency::thread_pool;

int sales_of(int shop) {
  if (shop == 13) {
    throw std::runtime_error("shop 13: damaged file");
  }
  return 100 * shop;
}

// A job may wait for jobs of its own, even on the last thread: the pool works meanwhile.
int sales_of_all(thread_pool& pool, int first, int last) {
  if (last - first == 1) {
    return sales_of(first);
  }
  const int middle = std::midpoint(first, last);
  auto upper = pool.submit([&pool, middle, last] { return sales_of_all(pool, middle, last); });
  const int lower = sales_of_all(pool, first, middle);
  return lower + pool.wait(std::move(upper));
}

// Whatever runs jobs will do: a pool, or this, which runs them at once.
struct here {
  void post(auto job) { job(); }
};

void announce(executor auto& where, std::promise<std::string>& board) {
  where.post([&board] { board.set_value("done"); });
}

int main() {
  thread_pool pool(2);
  std::cout << pool.submit([] { return sales_of(7); }).get() << '\n';                     // 700
  std::cout << pool.submit([&pool] { return sales_of_all(pool, 0, 13); }).get() << '\n';  // 7800

  auto damaged = pool.submit([] { return sales_of(13); });
  try {
    (void)damaged.get();
  } catch (const std::runtime_error& error) {
    std::cout << error.what() << '\n';  // shop 13: damaged file
  }

  here at_once;
  std::promise<std::string> by_pool;
  std::promise<std::string> by_itself;
  announce(pool, by_pool);
  announce(at_once, by_itself);
  std::cout << by_pool.get_future().get() << ", " << by_itself.get_future().get() << '\n';  // done, done

  // Work that is no longer wanted is asked to stop, and what had not begun is told so.
  thread_pool one(1);
  std::latch began(1);
  auto endless = one.submit([&began](const stop_token& stop) {
    began.count_down();
    while (!stop.stop_requested()) {
      std::this_thread::yield();
    }
    return std::string("stopped");
  });
  auto queued = one.submit([] { return 1; });
  began.wait();
  one.shutdown(shutdown_mode::cancel);
  std::cout << endless.get() << '\n';  // stopped
  try {
    (void)queued.get();
  } catch (const job_cancelled& error) {
    std::cout << error.what() << '\n';  // thread_pool: the job was cancelled before it began
  }
  try {
    one.post([] {});
  } catch (const pool_stopped& error) {
    std::cout << error.what() << '\n';  // thread_pool: a pool of 1 threads was given work after its shutdown
  }
}
// #endregion
