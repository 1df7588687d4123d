// clang must say: copy_constructible
// gcc must say: cannot bind rvalue reference
import std;
import patterns.async;

int main() {
  patterns::async::async_queue<std::unique_ptr<int>> queue;
  const auto kept = std::make_unique<int>(5);
  return queue.try_push(kept) ? 0 : 1;
}
