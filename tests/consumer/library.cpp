import std;
import patterns.caching;

std::string library_says() {
  patterns::caching::lru_cache<int, std::string> words(1);
  words.put(1, "built and ran");
  return *words.get(1);
}
