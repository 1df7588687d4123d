import std;
import patterns;

// #region page
using patterns::caching::stripe_count;
using patterns::caching::striped_cache;

// Many workers ask where a host is. Each name is looked up once, and workers who ask for different names do not stand
// in one another's way.
int main() {
  using address = std::optional<std::string>;
  striped_cache<std::string, address> addresses(10'000, stripe_count{16});
  std::atomic<int> queries = 0;
  const auto resolve = [&](const std::string& host) -> address {
    ++queries;
    if (host.ends_with(".invalid")) {
      return std::nullopt;  // an answer, too, and kept
    }
    return std::format("192.0.2.{}", host.size());
  };

  std::vector<std::thread> workers;
  for (int worker = 0; worker < 4; ++worker) {
    workers.emplace_back([&] {
      for (const std::string host : {"a.example", "mail.example", "no.invalid", "a.example"}) {
        (void)addresses.get_or_load(host, resolve);
      }
    });
  }
  for (auto& worker : workers) {
    worker.join();
  }
  std::cout << std::format("{} queries for 16 questions\n", queries.load());                   // 3 queries
  std::cout << addresses.get_or_load("mail.example", resolve).value_or("unknown") << '\n';     // 192.0.2.12
  std::cout << addresses.get_or_load("no.invalid", resolve).value_or("no such host") << '\n';  // no such host

  // A host moves while it is being looked up: what is out of date by then is given, but not kept.
  (void)addresses.erase("a.example");
  const auto late = [&](const std::string& host) {
    addresses.put(host, "198.51.100.7");
    return address("192.0.2.9");
  };
  std::cout << *addresses.get_or_load("a.example", late) << '\n';     // 192.0.2.9
  std::cout << *addresses.get_or_load("a.example", resolve) << '\n';  // 198.51.100.7

  const auto stats = addresses.stats();
  std::cout << std::format("{} names, {} stripes, capacity {}\n", addresses.size(), addresses.stripes(),
                           addresses.capacity());  // 3 names, 16 stripes, capacity 10000
  std::cout << std::format("{} of {} overtaken\n", addresses.loads().overtaken, addresses.loads().loads);  // 1 of 4
  std::cout << std::boolalpha << (stats.hits + stats.misses == 20) << '\n';                                // true
}
// #endregion
