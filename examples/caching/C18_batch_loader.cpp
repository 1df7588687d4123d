import std;
import patterns;

using namespace patterns::async;
using patterns::caching::batch_loader;
using patterns::caching::load_outcome;

// #region page
// A page of a blog shows each article with its author. Each article is rendered by a coroutine of its own that knows
// nothing of the others; still the database is asked once for all authors, not once for each article.
struct database {
  std::map<int, std::string> authors{{1, "Ada"}, {2, "Grace"}};
  int queries = 0;

  task<std::vector<load_outcome<std::string>>> find_authors(std::vector<int> ids) {
    ++queries;
    std::cout << std::format("select name from authors where id in {}\n", patterns::meta::repr(ids));
    std::vector<load_outcome<std::string>> names;
    for (const int id : ids) {
      if (const auto found = authors.find(id); found != authors.end()) {
        names.emplace_back(found->second);
      } else {
        names.emplace_back(std::make_exception_ptr(std::out_of_range(std::format("author {} is gone", id))));
      }
    }
    co_return names;
  }
};

struct article {
  std::string title;
  int author;
};

task<std::string> render(batch_loader<int, std::string>& authors, article shown) {
  try {
    co_return std::format("{} by {}", shown.title, co_await authors.load(shown.author));
  } catch (const std::out_of_range& error) {
    co_return std::format("{}: {}", shown.title, error.what());
  }
}

int main() {
  run_loop loop;
  database store;
  batch_loader<int, std::string> authors(loop, [&](const std::vector<int>& ids) { return store.find_authors(ids); },
                                         {.max_keys = 100, .remember = true});

  const std::vector<article> articles{{"Notes", 1}, {"Bugs", 2}, {"Engines", 1}, {"Ghosts", 7}};
  std::vector<task<std::string>> page;
  for (const auto& each : articles) {
    page.push_back(render(authors, each));
  }
  for (const auto& line : loop.run_until_complete(when_all(std::move(page)))) {
    std::cout << line << '\n';
  }
  // select name from authors where id in [1, 2, 7]
  // Notes by Ada
  // Bugs by Grace
  // Engines by Ada
  // Ghosts: author 7 is gone

  // This loader remembers what it has found, until it is told that it has changed.
  authors.clear(2);
  for (const auto& each : loop.run_until_complete(authors.load_many({1, 2}))) {
    std::cout << each.value() << '\n';
  }
  // select name from authors where id in [2]
  // Ada
  // Grace
  std::cout << std::format("{} queries\n", store.queries);  // 2 queries
}
// #endregion
