// must not compile, and must say: async_context_manager
import std;
import patterns.async;

struct exits_at_once {
  void enter() {}
  void exit(const std::exception_ptr&) {}
};

patterns::async::task<> body() {
  co_return;
}

int main() {
  patterns::async::sync_wait(patterns::async::async_with(exits_at_once(), body));
}
