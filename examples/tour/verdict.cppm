/// @file
/// Whether a page did what it should: ended well, and printed what its golden file holds.
export module tour:verdict;

import std;
import :manifest;
import :process;

export namespace tour {

/// The first line in which two texts differ, counted from 1; a text that has ended gives no line.
struct difference {
  std::size_t line = 0;
  std::optional<std::string> expected;
  std::optional<std::string> actual;
};

/// Where `actual` leaves `expected`; empty if they are the same, to the byte.
[[nodiscard]] std::optional<difference> first_difference(const std::string& expected, const std::string& actual);

/// What became of a page.
struct verdict {
  const page* of = nullptr;
  std::string output;
  std::vector<std::string> complaint;  ///< empty if the page passed; else what is wrong, and below it the details

  [[nodiscard]] bool passed() const noexcept { return complaint.empty(); }
};

/// Runs `subject` and judges it.
/// @throws interrupted
[[nodiscard]] verdict judge(const page& subject, process_runner& runner, std::chrono::milliseconds limit);

}  // namespace tour
