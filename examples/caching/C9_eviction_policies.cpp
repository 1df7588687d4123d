import std;
import patterns;

// #region page
using patterns::caching::arc;
using patterns::caching::bounded_cache;
using patterns::caching::default_policy;
using patterns::caching::lru;
using patterns::caching::s3_fifo;
using patterns::caching::sieve;

// A shop keeps 100 pages at hand. Customers ask for 80 of them over and over; every night a crawler reads the whole
// catalogue once, and none of that again.
template <class Policy>
void one_week(std::string_view name) {
  bounded_cache<int, std::string, Policy> pages(100);
  const auto visit = [&](int product) {
    if (!pages.get(product)) {
      pages.put(product, std::format("page of product {}", product));
    }
  };
  int left_after_the_nights = 0;
  for (int day = 0; day < 7; ++day) {
    for (int customer = 0; customer < 800; ++customer) {
      visit(customer % 80);
    }
    for (int product = 0; product < 300; ++product) {
      visit(1'000 * (day + 1) + product);
    }
    for (int product = 0; product < 80; ++product) {
      left_after_the_nights += pages.contains(product) ? 1 : 0;
    }
  }
  std::cout << std::format("{:<8} {:5.1f} % hits, {:2} of 80 left in the morning\n", name,
                           100 * pages.stats().hit_ratio(), left_after_the_nights / 7);
}

int main() {
  one_week<lru>("lru");
  one_week<sieve>("sieve");
  one_week<s3_fifo>("s3_fifo");
  one_week<arc>("arc");
  one_week<default_policy>("default");

  bounded_cache<int, std::string> unnamed(100);  // the default policy as well
  unnamed.put(1, "one");
  std::cout << std::format("{}\n", unnamed.contains(1));  // true
}
// #endregion
