import std;
import patterns;

// #region page
using patterns::caching::single_flight;

// Four readers open the front page at the same moment; the database is asked once.
int main() {
  single_flight<std::string, std::string> front_page;
  std::atomic<int> queries = 0;
  const auto query = [&](const std::string& page) {
    ++queries;
    while (front_page.waiting(page) < 3) {  // a slow database: the others come meanwhile
      std::this_thread::yield();
    }
    return page + ": rain tomorrow";
  };

  std::vector<std::future<std::string>> readers;
  for (int i = 0; i < 4; ++i) {
    readers.push_back(std::async(std::launch::async, [&] { return front_page.run("news", query); }));
  }
  for (auto& reader : readers) {
    std::cout << reader.get() << '\n';  // news: rain tomorrow
  }
  std::cout << std::format("{} query\n", queries.load());  // 1 query

  try {
    (void)front_page.run("sports", [](const std::string&) -> std::string { throw std::runtime_error("timeout"); });
  } catch (const std::runtime_error& error) {
    std::cout << error.what() << '\n';  // timeout
  }
  std::cout << front_page.run("sports", [](const std::string& page) { return page + ": 2-1"; }) << '\n';  // sports: 2-1
}
// #endregion
