import std;
import patterns.async;
import patterns.async.io;

patterns::async::task<int> answer(patterns::async::io_loop& loop) {
  co_await loop.schedule_after(std::chrono::microseconds(1));
  co_return 6;
}

int main() {
  patterns::async::io_loop loop;
  std::cout << std::format("{}\n", loop.run_until_complete(answer(loop)) == 6 ? "built and ran" : "is not 6");
}
