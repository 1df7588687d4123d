import std;
import patterns.caching;
import patterns.caching.redis;

// Port 1 of loopback: nobody answers there.
int main() {
  using namespace patterns::caching;
  redis_store<std::string, int> store({.port = 1, .prefix = "consumer:"});
  try {
    std::cout << std::format("finds {}\n", store.get("a").value_or(0));
  } catch (const redis_error& error) {
    std::cout << (error.why() == redis_failure::unreachable ? "built and ran\n" : error.what());
  }
}
