import std;
import patterns;

// #region page
using patterns::meta::dir;
using patterns::meta::member_info;
using patterns::meta::members_of;

// An interactive shell completes what follows the dot: what the class has, and what only this object has.
struct sheet {
  int rows = 0;
  std::map<std::string, std::vector<double>> columns;

  void clear() { columns.clear(); }
  auto dynamic_names() const { return std::views::keys(columns); }

  using api = patterns::meta::api<patterns::meta::method<"clear", "drops every column", &sheet::clear>>;
};

int main() {
  sheet weather;
  weather.columns = {{"wind", {}}, {"celsius", {}}, {"rows", {}}};
  for (const std::string& name : dir(weather)) {
    std::cout << name << ' ';  // celsius clear columns rows wind
  }
  std::cout << '\n';

  weather.clear();
  std::cout << patterns::data_model::repr(dir(weather)) << '\n';  // ['clear', 'columns', 'rows']

  for (const member_info& each : members_of<sheet>) {
    std::cout << std::format("{} {}\n", each.name, each.doc);  // rows, columns, clear drops every column
  }
}
// #endregion
