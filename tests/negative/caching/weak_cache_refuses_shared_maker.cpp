// must not compile, and must say: object_maker
import std;
import patterns.caching;

int main() {
  patterns::caching::weak_cache<int, std::string> cache;
  return cache.get_or_make(1, [](int) { return std::make_shared<std::string>(); }) == nullptr;
}
