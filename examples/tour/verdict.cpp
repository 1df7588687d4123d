module tour;

import std;

namespace tour {
namespace {

/// A line with its end, so that a missing last newline is a difference too.
[[nodiscard]] std::optional<std::string> next_line(std::string_view& text) {
  if (text.empty()) {
    return std::nullopt;
  }
  const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
  const std::string line(text.substr(0, end));
  text.remove_prefix(end);
  return line;
}

[[nodiscard]] std::string shown(const std::optional<std::string>& line) {
  if (!line) {
    return "(nothing more)";
  }
  return line->ends_with('\n') ? line->substr(0, line->size() - 1) : *line + " (no end of line)";
}

[[nodiscard]] std::vector<std::string> last_lines(std::string_view text, std::size_t count) {
  std::vector<std::string> lines;
  while (auto line = next_line(text)) {
    if (lines.size() == count) {
      lines.erase(lines.begin());
    }
    lines.push_back("  | " + shown(line));
  }
  return lines;
}

}  // namespace

std::optional<difference> first_difference(const std::string& expected, const std::string& actual) {
  std::string_view expected_rest = expected;
  std::string_view actual_rest = actual;
  for (std::size_t line = 1; !expected_rest.empty() || !actual_rest.empty(); ++line) {
    auto expected_line = next_line(expected_rest);
    auto actual_line = next_line(actual_rest);
    if (expected_line != actual_line) {
      return difference{.line = line, .expected = std::move(expected_line), .actual = std::move(actual_line)};
    }
  }
  return std::nullopt;
}

verdict judge(const page& subject, process_runner& runner, std::chrono::milliseconds limit) {
  verdict result{.of = &subject, .output = {}, .complaint = {}};
  try {
    auto run = runner.run(subject.program, limit);
    result.output = std::move(run.output);
    if (const auto failure = describe_failure(run, limit); !failure.empty()) {
      result.complaint = last_lines(result.output, 10);
      result.complaint.insert(result.complaint.begin(), failure);
      return result;
    }
    if (!std::filesystem::exists(subject.golden)) {
      result.complaint = {std::format("has no golden file '{}'", subject.golden.string()),
                          std::format("  read its output, then: tour record {}", subject.row)};
      return result;
    }
    if (const auto difference = first_difference(read_file(subject.golden), result.output)) {
      result.complaint = {std::format("printed something else in line {}", difference->line),
                          "  expected  " + shown(difference->expected), "  actual    " + shown(difference->actual)};
    }
  } catch (const std::system_error& error) {
    result.complaint = {error.what()};
  } catch (const manifest_error& error) {
    result.complaint = {error.what()};
  }
  return result;
}

}  // namespace tour
