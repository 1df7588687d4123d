import std;
import patterns;

// #region page
// A user sets a few preferences. What is not set comes from the defaults of the program, or is computed from what is.
using namespace patterns::data_model;

attribute default_of(const own_attributes& own, std::string_view name) {
  if (name == "theme") {
    return "light";
  }
  if (name == "zoom") {
    return 1.0;
  }
  if (name == "greeting" && own.attributes.contains("name")) {
    return "hello, " + own.attributes.at("name").get<std::string>();
  }
  return {};
}

int main() {
  dynamic_attributes preferences(&default_of);
  preferences.set("theme", "dark");
  preferences.set("name", "Ada");

  std::cout << preferences.get<std::string>("theme").value() << '\n';     // dark: its own
  std::cout << preferences.get<double>("zoom").value() << '\n';           // 1: the fallback's
  std::cout << preferences.get<std::string>("greeting").value() << '\n';  // hello, Ada
  std::cout << preferences.get<int>("tabs").value_or(4) << '\n';          // 4: nobody has it

  preferences.erase("theme");
  std::cout << preferences.get<std::string>("theme").value() << '\n';  // light

  try {
    std::cout << preferences.get<int>("zoom").value() << '\n';
  } catch (const attribute_type_error& error) {
    std::cout << error.what() << '\n';  // dynamic_attributes.zoom = 1.0 is double, not int
  }
}
// #endregion
