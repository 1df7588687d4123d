import std;
import patterns;

// Counts the words of its input that it has not seen lately.
int main() {
  patterns::caching::lru_cache<std::string, std::size_t> recent(1'000);
  std::vector<std::string> unseen;
  for (std::string word; std::cin >> word;) {
    if (auto* const times = recent.get(word)) {
      ++*times;
    } else {
      recent.put(word, std::size_t{1});
      unseen.push_back(word);
    }
  }
  std::ranges::sort(unseen);
  for (const auto& word : unseen) {
    std::cout << std::format("{}\n", word);
  }
  std::cout << std::format("{} hits, {} misses\n", recent.stats().hits, recent.stats().misses);
}
