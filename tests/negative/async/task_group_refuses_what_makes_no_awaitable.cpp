// must not compile, and must say: awaitable
import std;
import patterns.async;

void begin(patterns::async::task_group& group) {
  group.spawn([] { return 42; });
}

int main() {}
