import std;
import patterns;

// #region page
// A log of a million lines names the same few hosts again and again. Each name is kept once, for as long as a line of
// the log says it.
using namespace patterns::design;

struct line {
  interned<std::string> host;
  int status;
};

int main() {
  auto& names = intern_pool<std::string>::shared();
  std::vector<line> log;
  for (int i = 0; i < 1'000; ++i) {
    const std::string_view host = i % 2 == 0 ? "berlin.example.org" : "lagos.example.org";
    log.push_back({interned<std::string>(host), 200});
  }
  std::cout << names.size() << '\n';                                // 2
  std::cout << (log[0].host == log[2].host) << '\n';                // 1, by comparing two pointers
  std::cout << (&*log[0].host == &*log[2].host) << '\n';            // 1, for there is one object
  std::cout << std::format("{} {}\n", log[1].host, log[1].status);  // lagos.example.org 200

  std::erase_if(log, [](const line& each) { return *each.host == "lagos.example.org"; });
  std::cout << names.size() << '\n';  // 1: nobody says the other any more
}
// #endregion
