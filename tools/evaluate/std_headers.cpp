#include "std_headers.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <sstream>

namespace evaluate {

namespace {

namespace fs = std::filesystem;

bool in_name(char letter) {
  return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_';
}

std::string content_of(const fs::path& file) {
  std::error_code failed;
  // A compiler may name a library of its own, with pipes in it that nobody fills.
  if (!fs::is_regular_file(file, failed)) {
    return {};
  }
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// All names that begin with std:: in a text.
std::set<std::string> names_in(const std::string& text) {
  std::set<std::string> found;
  const std::string start = "std::";
  for (std::size_t at = text.find(start); at != std::string::npos; at = text.find(start, at + 1)) {
    if (at > 0 && (in_name(text[at - 1]) || text[at - 1] == ':')) {
      continue;
    }
    std::size_t end = at + 3;
    while (text.compare(end, 2, "::") == 0 && end + 2 < text.size() && in_name(text[end + 2])) {
      end += 2;
      while (end < text.size() && in_name(text[end])) {
        ++end;
      }
    }
    found.insert(text.substr(at, end - at));
  }
  return found;
}

/// Of the headers that declare a name the first of these is taken: the light ones.
std::size_t rank_of(const std::string& header) {
  static const std::vector<std::string> light = {"cstddef",  "utility",          "type_traits", "concepts",
                                                 "iterator", "initializer_list", "cstdint",     "cstring"};
  return static_cast<std::size_t>(std::find(light.begin(), light.end(), header) - light.begin());
}

}  // namespace

std::string code_of(const std::string& text) {
  std::string made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 2, "//") == 0) {
      i = std::min(text.find('\n', i), text.size());
      made += '\n';
    } else if (text.compare(i, 2, "/*") == 0) {
      i = std::min(text.find("*/", i + 2), text.size() - 1) + 1;
    } else if (text[i] == '"') {
      for (++i; i < text.size() && text[i] != '"' && text[i] != '\n'; ++i) {
        i += text[i] == '\\' ? 1 : 0;
      }
      made += "\"\"";
    } else {
      made += text[i];
    }
  }
  return made;
}

std_headers::std_headers(const fs::path& source) {
  const fs::path parts = source.parent_path() / "std";
  if (fs::is_directory(parts)) {
    for (const auto& each : fs::directory_iterator(parts)) {
      if (each.path().extension() == ".inc") {
        take(content_of(each.path()), each.path().stem().string());
      }
    }
    return;
  }
  std::istringstream lines(content_of(source));
  std::string header;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t open = line.find('<');
    const std::size_t close = line.find('>');
    if (line.rfind("// ", 0) == 0 && open < close && close != std::string::npos) {
      header = line.substr(open + 1, close - open - 1);
    } else if (!header.empty()) {
      take(line, header);
    }
  }
}

void std_headers::take(const std::string& text, const std::string& header) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.find("using std::") != std::string::npos) {
      for (const auto& name : names_in(code_of(line))) {
        headers_of_[name].insert(header);
      }
    }
  }
}

const std::set<std::string>* std_headers::candidates(std::string name) const {
  // What a class has in it stands where the class stands.
  while (name != "std") {
    const auto found = headers_of_.find(name);
    if (found != headers_of_.end()) {
      return &found->second;
    }
    name.erase(name.rfind("::"));
  }
  return nullptr;
}

std::vector<std::string> std_headers::needed_by(const std::string& text) const {
  const std::string code = code_of(text);
  std::set<std::string> needed;
  // What the language itself wants a header for.
  for (const auto& [words, header] : {std::pair{"co_await", "coroutine"},
                                      {"co_yield", "coroutine"},
                                      {"co_return", "coroutine"},
                                      {"<=>", "compare"},
                                      {"typeid", "typeinfo"}}) {
    if (code.find(words) != std::string::npos) {
      needed.insert(header);
    }
  }
  std::vector<const std::set<std::string>*> open;
  for (const auto& name : names_in(code)) {
    const auto* found = candidates(name);
    if (found != nullptr && found->size() == 1) {
      needed.insert(*found->begin());
    } else if (found != nullptr) {
      open.push_back(found);
    }
  }
  for (const auto* choice : open) {
    if (std::none_of(choice->begin(), choice->end(), [&](const auto& each) { return needed.count(each) != 0; })) {
      needed.insert(*std::min_element(choice->begin(), choice->end(), [](const auto& one, const auto& other) {
        return std::pair(rank_of(one), one) < std::pair(rank_of(other), other);
      }));
    }
  }
  return {needed.begin(), needed.end()};
}

}  // namespace evaluate
