#include "cost_project.hpp"

#include "leavings.hpp"

#include <initializer_list>

namespace evaluate {

namespace {

std::string numbered(const char* name, int number) {
  return name + std::to_string(number);
}

/// Some declarations such as an interface has, and a function step that calls that of the module it stands on.
std::string contents(int number, const std::string& below) {
  const std::string n = std::to_string(number);
  std::string text;
  for (int i = 0; i < 8; ++i) {
    const std::string name = "part" + n + "_" + std::to_string(i);
    text += "/// A part.\nexport template <class T>\nclass " + name + " {\n public:\n  explicit " + name +
            "(T value) : value_(value) {}\n  T value() const { return value_; }\n  template <class F>\n"
            "  auto with(F f) const { return " +
            name + "<decltype(f(value_))>(f(value_)); }\n\n private:\n  T value_;\n};\n";
    text += "export inline int use" + n + "_" + std::to_string(i) + "(int x) {\n  return " + name +
            "<int>(x).with([](int y) { return y + 1; }).value();\n}\n";
  }
  text += "export int step" + n + "(int x) {\n  return use" + n + "_0(x)" +
          (below.empty() ? "" : " + " + below + "(x)") + ";\n}\n";
  return text;
}

std::string import_lines(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& each : names) {
    text += "import " + each + ";\n";
  }
  return text;
}

cost_unit module_of(int number, const std::vector<std::string>& imports, const std::string& below,
                    const std::string& fragment) {
  const std::string name = numbered("m", number);
  return {name, name, imports,
          fragment + "export module " + name + ";\n" + import_lines(imports) + contents(number, below)};
}

constexpr int layer_modules = 10;
constexpr int importers_of_each = 2;

std::string edited_module(edit which) {
  std::string text = "export module m0;\n/// A value";
  text += which == edit::comment        ? " that is well described.\n"
          : which == edit::comment_line ? ".\n/// More.\n"
                                        : ".\n";
  text += std::string("export int in_interface(int x) {\n  return x + ") + (which == edit::body ? "2" : "1") + ";\n}\n";
  text += "export int in_implementation(int x);\n";
  if (which == edit::interface) {
    text += "export int in_interface(long x) {\n  return static_cast<int>(x) + 1;\n}\n";
  }
  return text + contents(0, "in_interface");
}

}  // namespace

cost_project chain_of(int size) {
  cost_project made;
  for (int i = 0; i < size; ++i) {
    const std::vector<std::string> imports = i == 0 ? std::vector<std::string>() : std::vector{numbered("m", i - 1)};
    made.modules.push_back(module_of(i, imports, i == 0 ? "" : numbered("step", i - 1), ""));
  }
  const std::string last = std::to_string(size - 1);
  // Each step adds 1 to what was given.
  made.importers.push_back(
      {"program",
       "",
       {"m" + last},
       "import m" + last + ";\nint main() {\n  return step" + last + "(0) - " + std::to_string(size) + ";\n}\n"});
  return made;
}

cost_project fan_of(int size, bool headers) {
  cost_project made;
  std::vector<std::string> names;
  std::string sum;
  for (int i = 0; i < size; ++i) {
    made.modules.push_back(module_of(
        i, {}, "",
        headers ? "module;\n#include <algorithm>\n#include <map>\n#include <string>\n#include <vector>\n" : ""));
    if (headers) {
      made.modules.back().text += "export inline std::vector<std::string> names" + std::to_string(i) +
                                  "(const std::map<std::string, int>& of) {\n  std::vector<std::string> made;\n"
                                  "  for (const auto& each : of) {\n    made.push_back(each.first);\n  }\n"
                                  "  std::sort(made.begin(), made.end());\n  return made;\n}\n";
    }
    names.push_back(numbered("m", i));
    sum += numbered("step", i) + "(0) + ";
  }
  made.importers.push_back(
      {"program", "", names,
       import_lines(names) + "int main() {\n  return " + sum + "0 - " + std::to_string(size) + ";\n}\n"});
  return made;
}

const char* name_of(edit which) {
  switch (which) {
    case edit::nothing:
      return "nothing, but written anew";
    case edit::comment:
      return "doc comment";
    case edit::comment_line:
      return "doc comment, a line more";
    case edit::body:
      return "body in the interface unit";
    case edit::implementation:
      return "body in an implementation unit";
    case edit::interface:
      return "interface";
  }
  return "";
}

cost_project layers(edit which) {
  cost_project made;
  made.modules.push_back({"m0", "m0", {}, edited_module(which)});
  for (int i = 1; i < layer_modules; ++i) {
    const int below = (i - 1) / 2;
    made.modules.push_back(module_of(i, {numbered("m", below)}, numbered("step", below), ""));
  }
  made.importers.push_back({"implementation",
                            "",
                            {"m0"},
                            std::string("module m0;\nint in_implementation(int x) {\n  return x + ") +
                                (which == edit::implementation ? "2" : "1") + ";\n}\n"});
  std::string declared;
  std::string sum;
  int expected = 0;
  for (int i = 0; i < layer_modules * importers_of_each; ++i) {
    const int used = i % layer_modules;
    const std::string name = numbered("importer", i);
    made.importers.push_back({name,
                              "",
                              {numbered("m", used)},
                              import_lines({numbered("m", used)}) + "int " + name + "() {\n  return step" +
                                  std::to_string(used) + "(0)" + (used == 0 ? " + in_implementation(0)" : "") +
                                  ";\n}\n"});
    declared += "int " + name + "();\n";
    sum += name + "() + ";
    int depth = 1;
    for (int at = used; at > 0; at = (at - 1) / 2) {
      ++depth;
    }
    // Each layer adds 1, in_interface too, and in_implementation where it is called.
    expected += depth + 1 + (used == 0 ? 1 : 0);
  }
  if (which == edit::body) {
    expected += layer_modules * importers_of_each;
  } else if (which == edit::implementation) {
    expected += importers_of_each;
  }
  // The expectation is given when the program is run, so that an edit does not change this unit.
  made.importers.push_back({"program",
                            "",
                            {},
                            "#include <cstdlib>\n" + declared + "int main(int, char** words) {\n  return " + sum +
                                "0 != std::atoi(words[1]);\n}\n"});
  made.expected = std::to_string(expected);
  return made;
}

void write_source(const std::filesystem::path& folder, const cost_unit& unit) {
  write_anew(folder / unit.source(), unit.text);
}

void write_sources(const std::filesystem::path& folder, const cost_project& all) {
  for (const auto& each : all.modules) {
    write_source(folder, each);
  }
  for (const auto& each : all.importers) {
    write_source(folder, each);
  }
}

}  // namespace evaluate
