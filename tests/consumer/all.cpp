import std;
import patterns;

int main() {
  patterns::caching::lru_cache<int, std::string> words(1);
  words.put(patterns::typing::box<int>(6).get(), "built and ran");
  std::cout << std::format("{}\n", *words.get(6));
}
