import std;
import patterns;

// #region page
using namespace std::chrono_literals;
using patterns::async::manual_clock;
using patterns::caching::removal_cause;
using patterns::caching::ttl_cache;

// A resolver remembers addresses for a minute, and for another ten should the name server be down. The clock is the
// caller's: here one that is moved by hand, in a program none need be given.
int main() {
  manual_clock clock;
  ttl_cache<std::string, std::string, manual_clock&> addresses(1000, 1min, clock, 10min);
  addresses.on_removal([](const std::string& name, std::string&, removal_cause cause) {
    std::cout << std::format("{} {}\n", name, cause == removal_cause::expired ? "has expired" : "goes");
  });

  addresses.put("example.org", "192.0.2.1");
  addresses.put("moving.example", "192.0.2.2", 5s);  // says itself for how long
  clock.advance(20s);
  std::cout << std::format("{}\n", addresses.contains("example.org"));     // true
  std::cout << std::format("{}\n", addresses.contains("moving.example"));  // false
  std::cout << std::format("{}\n",
                           std::chrono::duration_cast<std::chrono::seconds>(*addresses.remaining("example.org")));

  // No answer: an old address is better than none, if it is not too old.
  if (const auto known = addresses.peek_stale("moving.example"); known && known->stale()) {
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(known->age);
    std::cout << std::format("{}, as of {} ago\n", *known->value, age);  // 192.0.2.2, as of 20s ago
  }

  const auto* const fresh = addresses.get_or_put("moving.example", [](const std::string&) { return "192.0.2.3"; });
  std::cout << std::format("{}\n", *fresh);  // moving.example has expired, 192.0.2.3

  clock.advance(12min);
  std::cout << std::format("{}\n", addresses.purge_expired());      // both have expired, 2
  std::cout << std::format("{}\n", addresses.stats().expirations);  // 3
}
// #endregion
