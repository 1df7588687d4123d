import std;
import patterns.caching;

int main() {
  patterns::caching::lru_cache<int, std::string> words(2);
  words.put(1, "built and");
  words.put(2, "ran");
  std::cout << std::format("{} {}\n", *words.get(1), *words.get(2));
}
