import std;
import patterns;

// #region page
// A web server writes the level of each message to its log, and reads from its configuration which levels to keep.
enum class level { debug, info, warning, error };

// Statuses lie far apart, and one has two names: they are written down.
enum class status { ok = 200, found = 302, moved_temporarily = 302, not_found = 404 };

template <>
inline constexpr auto patterns::meta::describe_enum<status> =
    patterns::meta::enumerators<status>({{"ok", status::ok},
                                         {"found", status::found},
                                         {"moved_temporarily", status::moved_temporarily},
                                         {"not_found", status::not_found}});

template <>
struct std::formatter<status> : patterns::meta::enum_formatter<status> {};

enum class permission : unsigned { read = 1, write = 2, execute = 4 };

int main() {
  using namespace patterns::meta;

  for (const level each : enum_values<level>) {
    std::cout << enum_name(each) << ' ';  // debug info warning error
  }
  std::cout << '\n';

  for (const std::string_view text : {"warning", "loud"}) {
    const std::optional<level> known = enum_cast<level>(text);
    std::cout << std::format("{}: {}\n", text, known ? "known" : "unknown");  // warning: known, loud: unknown
  }

  std::cout << std::format("{} {} {}\n", status::not_found, status::moved_temporarily,
                           static_cast<status>(999));  // not_found found status(999)

  flags<permission> allowed{permission::read, permission::write};
  allowed.reset(permission::write).set(permission::execute);
  std::cout << std::format("{}, may write: {}\n", allowed, allowed.contains(permission::write));
  // read|execute, may write: false
}
// #endregion
