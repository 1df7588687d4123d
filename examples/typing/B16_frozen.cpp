import std;
import patterns;

// #region page
using patterns::typing::frozen;
using patterns::typing::require_field;
using patterns::typing::validation_error;

// Settings are read once, checked once, and then shared by all threads. Nobody may change them.
struct config {
  std::string host;
  int port = 5432;
  std::vector<std::string> tags = {};

  void post_init() {
    require_field<"port">(*this, port > 0 && port < 65536, "must be from 1 to 65535");
    std::ranges::sort(tags);  // the hook may complete the fields: they are frozen only afterwards
  }
};

int main() {
  const frozen<config> settings({.host = "db", .tags = {"test", "main"}});
  std::cout << std::format("{}:{} {}\n", settings->host, settings.get<"port">(),
                           settings->tags.front());  // db:5432 main

  static_assert(!std::is_assignable_v<frozen<config>&, config>);
  static_assert(std::same_as<decltype((settings->port)), const int&>);
  static_assert(sizeof(frozen<config>) == sizeof(config));

  try {
    frozen<config>({.host = "db", .port = 70000});
  } catch (const validation_error& error) {
    std::cout << error.what() << '\n';  // config.port = 70000: must be from 1 to 65535
  }

  const auto moved = settings.with([](config& copy) { copy.port = 5433; });  // a copy, checked again
  std::cout << moved->port << ", was " << settings->port << '\n';            // 5433, was 5432
}
// #endregion
