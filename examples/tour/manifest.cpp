module;

#include <unistd.h>

module tour;

import std;

namespace tour {
namespace {

[[nodiscard]] std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') {
      c = static_cast<char>(c - 'A' + 'a');
    }
  }
  return result;
}

[[nodiscard]] std::string title_of(const std::string& source) {
  std::istringstream lines(source);
  std::string line;
  while (std::getline(lines, line) && !line.starts_with("// #region page")) {
  }
  while (std::getline(lines, line) && !line.starts_with("// ")) {
  }
  std::string title;
  for (; lines && line.starts_with("// "); std::getline(lines, line)) {
    title += title.empty() ? line.substr(3) : line.substr(2);
    if (const auto end = title.find(". "); end != std::string::npos) {
      return title.substr(0, end + 1);
    }
  }
  return title;
}

[[nodiscard]] std::size_t edit_distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < to.size(); ++j) {
      const std::size_t replaced = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

[[nodiscard]] std::filesystem::path this_program() {
  std::array<char, 4096> self{};
  const auto length = readlink("/proc/self/exe", self.data(), self.size());
  if (length < 0) {
    throw manifest_error("cannot tell where tour itself is");
  }
  return std::string_view(self.data(), static_cast<std::size_t>(length));
}

}  // namespace

std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in.is_open() || in.bad()) {
    throw manifest_error(std::format("cannot read '{}'", file.string()));
  }
  return text;
}

std::string this_program_from_here() {
  const auto self = this_program();
  const auto from_here = self.lexically_proximate(std::filesystem::current_path());
  return from_here.string().starts_with("..") ? self.string() : from_here.string();
}

std::filesystem::path default_manifest() {
  return this_program().parent_path() / "pages" / "manifest.tsv";
}

std::vector<page> read_manifest(const std::filesystem::path& file) {
  std::istringstream lines(read_file(file));
  std::vector<page> pages;
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    const auto tab = line.find('\t');
    const std::filesystem::path source(line.substr(0, tab));
    const auto stem = source.stem().string();
    const auto underscore = stem.find('_');
    if (tab == std::string::npos || underscore == std::string::npos) {
      throw manifest_error(std::format("{}:{}: no page: '{}'", file.string(), number, line));
    }
    pages.push_back({.row = stem.substr(0, underscore),
                     .name = stem.substr(underscore + 1),
                     .theme = source.parent_path().filename().string(),
                     .title = title_of(read_file(source)),
                     .source = source,
                     .program = line.substr(tab + 1),
                     .golden = std::filesystem::path(source).replace_extension(".golden")});
  }
  return pages;
}

bool is_called(const page& candidate, std::string_view wanted) {
  const auto name = lower(wanted);
  return name == lower(candidate.row) || name == lower(candidate.name) ||
         name == lower(candidate.row + '_' + candidate.name);
}

std::vector<const page*> close_matches(const std::vector<page>& pages, std::string_view wanted) {
  const auto name = lower(wanted);
  const auto tolerance = std::max<std::size_t>(1, name.size() / 3);
  std::vector<std::pair<std::size_t, const page*>> near;
  for (const page& candidate : pages) {
    auto distance = std::min(edit_distance(name, lower(candidate.row)), edit_distance(name, lower(candidate.name)));
    if (name.size() > 2 && lower(candidate.name).find(name) != std::string::npos) {
      distance = 0;
    }
    if (distance <= tolerance) {
      near.emplace_back(distance, &candidate);
    }
  }
  std::ranges::stable_sort(near, {}, [](const auto& match) { return match.first; });
  std::vector<const page*> result;
  for (const auto& match : near | std::views::take(3)) {
    result.push_back(match.second);
  }
  return result;
}

}  // namespace tour
