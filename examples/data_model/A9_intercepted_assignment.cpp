import std;
import patterns;

// #region page
// A plug-in may describe itself with whatever names it likes. The host keeps those with an underscore for itself, wants
// tidy texts, and no negative numbers.
using namespace patterns::data_model;

struct house_rules {
  std::optional<std::string> operator()(std::string_view, attribute& value) const {
    if (auto* const text = value.get_if<std::string>()) {
      text->erase(text->find_last_not_of(' ') + 1);  // changed before it is stored
    }
    if (const auto* const number = value.get_if<int>(); number != nullptr && *number < 0) {
      return "must not be negative";  // refused, and why
    }
    return std::nullopt;
  }
};

int main() {
  guarded_attributes<house_rules, "plugin"> plugin;
  plugin.set("title", "Spell checker   ");
  plugin.set("priority", 3);
  std::cout << std::format("'{}'\n", plugin.get<std::string>("title"));  // 'Spell checker'

  const std::pair<std::string, attribute> attempts[] = {{"_loaded", true}, {"priority", -1}};
  for (const auto& [name, value] : attempts) {
    try {
      plugin.set(name, value);
    } catch (const validation_error& error) {
      std::cout << error.what() << '\n';
      // plugin._loaded = true: a name that begins with an underscore is private
      // plugin.priority = -1: must not be negative
    }
  }

  std::cout << plugin.get<int>("priority") << '\n';  // 3: what was refused has changed nothing
  try {
    std::cout << plugin.get<std::string>("priority") << '\n';
  } catch (const attribute_error& error) {
    std::cout << error.what() << '\n';  // plugin.priority = 3 is int, not std::string
  }
}
// #endregion
