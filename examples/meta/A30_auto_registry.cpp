import std;
import patterns;

// #region page
using patterns::meta::registered;
using patterns::meta::registry;
using patterns::meta::registry_error;

// An importer reads files of many formats. Whoever adds a format writes one class; no list has to be kept.
struct importer {
  virtual ~importer() = default;
  [[nodiscard]] virtual std::string read(std::string_view file) const = 0;
};

struct json_importer : importer, registered<json_importer, importer, "json"> {
  [[nodiscard]] std::string read(std::string_view file) const override { return std::format("objects of {}", file); }
};

struct csv_importer : importer, registered<csv_importer, importer, "csv"> {
  [[nodiscard]] std::string read(std::string_view file) const override { return std::format("rows of {}", file); }
};

struct pen {
  explicit pen(int millimetres) : width(millimetres) {}
  pen(std::string name, int millimetres) : color(std::move(name)), width(millimetres) {}
  std::string color = "#000000";
  int width;
};

int main() {
  auto& importers = registry<importer>::global();
  for (const auto& format : importers.keys()) {
    std::cout << format << ' ';  // csv json
  }
  std::cout << '\n';
  std::cout << importers.create("csv")->read("orders.csv") << '\n';  // rows of orders.csv

  try {
    (void)importers.create("xml");
  } catch (const registry_error& error) {
    std::cout << error.what() << '\n';  // registry of importer: there is no "xml"; known: "csv", "json"
  }

  // A registry of your own takes functions too, and hands arguments on.
  registry<pen, std::string, int> pens;
  pens.add("red", [](int width) { return std::make_unique<pen>("#ff0000", width); });
  const auto red = pens.create("red", 3);
  std::cout << std::format("{} {}\n", red->color, red->width);  // #ff0000 3
  try {
    pens.add<pen>("red");
  } catch (const registry_error& error) {
    std::cout << error.what() << '\n';
    // registry of pen: "red" is taken by a function, so pen cannot have it; known: "red"
  }
}
// #endregion
