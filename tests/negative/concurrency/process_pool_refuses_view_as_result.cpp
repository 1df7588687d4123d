// must not compile, and must say: a view does not own what it shows
// clang must say: process_function
import std;
import patterns.concurrency;

std::string_view first_line(const std::string& text) {
  return std::string_view(text).substr(0, text.find('\n'));
}

int main() {
  patterns::concurrency::process_pool<first_line> pool;
}
