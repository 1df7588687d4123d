// must not compile, and must say: loader<
import std;
import patterns.caching;

int main() {
  patterns::caching::single_flight<int, std::string> loads;
  return loads.run(1, [](int) {}).empty() ? 0 : 1;
}
