/// @file
/// What replay plays: traces that were recorded, and workloads that are made up.
export module replay.trace;

import std;

export namespace replay {

/// The keys of a workload, in order of access.
struct trace {
  std::string name;
  std::vector<std::uint64_t> keys;
};

/// Thrown for what a user can put right: the message names the place and the value.
class input_error : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// `text` as it can be shown in a message: on one line, in plain characters, and not too long.
[[nodiscard]] std::string shown(std::string_view text) {
  constexpr std::size_t longest = 40;
  std::string result = "'";
  for (const char c : text.substr(0, longest)) {
    const auto byte = static_cast<unsigned char>(c);
    result += byte >= 0x20 && byte < 0x7F ? std::string(1, c) : std::format("\\x{:02X}", static_cast<unsigned>(byte));
  }
  return result + (text.size() > longest ? "...'" : "'");
}

/// The decimal number that `text` is, all of it, or nothing.
[[nodiscard]] std::optional<std::uint64_t> number_in(std::string_view text) {
  std::uint64_t number = 0;
  const auto* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || rest != end) {
    return std::nullopt;
  }
  return number;
}

/// Reads a trace to its end; `name` is what messages call it.
/// @throws input_error naming the line that is no key, or that there is none
[[nodiscard]] trace read_trace(std::istream& input, std::string name) {
  trace result{std::move(name), {}};
  std::string line;
  for (std::uint64_t number = 1; std::getline(input, line); ++number) {
    std::string_view text = line;
    if (text.ends_with('\r')) {
      text.remove_suffix(1);
    }
    const auto key = number_in(text);
    if (!key) {
      throw input_error(std::format("{}:{}: {} is no key: a decimal number from 0 to {}", result.name, number,
                                    shown(text), std::numeric_limits<std::uint64_t>::max()));
    }
    result.keys.push_back(*key);
  }
  if (input.bad()) {
    throw input_error(std::format("{}:{}: cannot be read on", result.name, result.keys.size() + 1));
  }
  if (result.keys.empty()) {
    throw input_error(std::format("{}:1: the trace is empty", result.name));
  }
  return result;
}

/// Reads the trace in `path`.
/// @throws input_error
[[nodiscard]] trace read_trace_file(const std::string& path) {
  std::error_code failure;
  const auto status = std::filesystem::status(path, failure);
  if (!std::filesystem::exists(status)) {
    throw input_error(std::format("{}: {}", path, failure ? failure.message() : "No such file or directory"));
  }
  if (std::filesystem::is_directory(status)) {
    throw input_error(std::format("{}: is a directory, not a trace", path));
  }
  std::ifstream input(path, std::ios::binary);
  if (!input) {
    throw input_error(std::format("{}: cannot be opened", path));
  }
  return read_trace(input, path);
}

/// Keys whose popularity falls with their rank to the power of 0.99, the same ones in every run.
[[nodiscard]] trace zipf_workload() {
  constexpr std::size_t distinct = 100'000;
  constexpr std::size_t accesses = 1'000'000;
  std::vector<double> up_to(distinct);
  double sum = 0;
  for (std::size_t rank = 0; rank < distinct; ++rank) {
    sum += std::pow(static_cast<double>(rank + 1), -0.99);
    up_to[rank] = sum;
  }
  // The engine's numbers are prescribed by the standard, those of its distributions are not.
  std::mt19937_64 random(20'24);
  trace result{"zipf (0.99)", {}};
  result.keys.reserve(accesses);
  for (std::size_t access = 0; access < accesses; ++access) {
    const auto point = static_cast<double>(random() >> 11) * 0x1p-53 * sum;
    const auto rank = std::ranges::upper_bound(up_to, point) - up_to.begin();
    result.keys.push_back(std::min<std::uint64_t>(static_cast<std::uint64_t>(rank), distinct - 1));
  }
  return result;
}

/// A loop over a tenth more keys than the cache holds: the worst for the policy lru.
[[nodiscard]] trace loop_workload(std::uint64_t capacity) {
  constexpr std::uint64_t accesses = 1'000'000;
  const auto length = capacity + capacity / 10 + 1;
  trace result{"loop", {}};
  result.keys.reserve(accesses);
  for (std::uint64_t access = 0; access < accesses; ++access) {
    result.keys.push_back(access % length);
  }
  return result;
}

}  // namespace replay
