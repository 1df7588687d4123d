import std;
import patterns;

// #region page
using patterns::caching::weak_cache;

struct font {
  std::string name;
  explicit font(std::string its_name) : name(std::move(its_name)) { std::cout << std::format("load {}\n", name); }
  font(const font&) = delete;
  font& operator=(const font&) = delete;
  ~font() { std::cout << std::format("unload {}\n", name); }
};

// Documents share the fonts they are set in. A font is large: it is to go with the last document that uses it.
int main() {
  weak_cache<std::string, font> fonts;
  const auto load = [](const std::string& name) { return font(name); };

  auto letter = fonts.get_or_make("Garamond", load);     // load Garamond
  auto invoice = fonts.get_or_make("Garamond", load);    // the same one
  std::cout << std::format("{}\n", letter == invoice);   // true
  std::cout << std::format("{}\n", letter.use_count());  // 2: the cache itself is no owner

  letter.reset();
  std::cout << std::format("{}\n", fonts.contains("Garamond"));  // true
  invoice.reset();                                               // unload Garamond
  std::cout << std::format("{}\n", fonts.size());                // 0

  auto poster = fonts.get_or_make("Futura", load);                   // load Futura
  fonts.erase("Futura");                                             // there is a new version of it
  auto reprint = fonts.get_or_make("Futura", load);                  // load Futura
  poster.reset();                                                    // unload Futura
  std::cout << std::format("{}\n", fonts.get("Futura") == reprint);  // true
}
// #endregion
