// must not compile, and must say: exit_handler
import std;
import patterns.async;

int main() {
  patterns::async::exit_stack stack;
  stack.push([](const std::exception_ptr&) { return 1; });
}
