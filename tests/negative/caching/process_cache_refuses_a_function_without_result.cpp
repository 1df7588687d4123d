// must not compile, and must say: cacheable_process_function
import std;
import patterns.caching;

void print(int number) {
  std::cout << number;
}

patterns::caching::process_cache<print> cache;
