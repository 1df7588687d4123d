import std;
import patterns;

// #region page
using patterns::meta::transform_names;
using patterns::meta::upper_case;

// A service takes its options from the environment, where names are upper case, and answers in JSON, where words are
// joined by dashes. In the program they are plain fields.
struct options {
  int max_size = 4;
  int port = 80;
};

using environment = transform_names<options, upper_case>;

using json = transform_names<options, [](std::string_view name) {
  std::string result(name);
  std::ranges::replace(result, '_', '-');
  return result;
}>;

int main() {
  for (const std::string_view name : environment::names) {
    std::cout << name << ' ';  // MAX_SIZE PORT
  }
  std::cout << '\n';

  options service;
  const std::map<std::string, int> variables{{"MAX_SIZE", 10}, {"HOME", 7}};
  environment::for_each(service, [&](std::string_view name, int& field) {
    if (const auto found = variables.find(std::string(name)); found != variables.end()) {
      field = found->second;
    }
  });
  std::cout << std::format("{} {}\n", service.max_size, environment::get<"PORT">(service));  // 10 80

  json::for_each(service, [](std::string_view name, int field) {
    std::cout << std::format("\"{}\": {}\n", name, field);  // "max-size": 10, "port": 80
  });

  static_assert(environment::has<"MAX_SIZE"> && !environment::has<"max_size">);
  std::cout << environment::original("MAX_SIZE").value() << '\n';  // max_size
}
// #endregion
