/// @file
/// D8 · slice: a run of the positions of a sequence, told as in Python.
export module patterns.data_model:slice;

import std;

export namespace patterns::data_model {

/// Thrown for a slice with step 0, and for values that are not as many as the elements they are assigned to.
class slice_error : public std::invalid_argument {
 public:
  using invalid_argument::invalid_argument;
};

/// From `start` to before `stop`, every `step`-th: `slice{.start = 1, .stop = -1}`.
///
/// What is left out is the whole; a negative start or stop counts from the end, a negative step walks backwards. A
/// start or stop outside of the sequence is no error: there is nothing to be found there.
/// Complexity: it holds three numbers. Source: row D8; Python's `slice`.
struct slice {
  std::optional<std::ptrdiff_t> start = std::nullopt;
  std::optional<std::ptrdiff_t> stop = std::nullopt;
  std::optional<std::ptrdiff_t> step = std::nullopt;

  [[nodiscard]] bool operator==(const slice&) const = default;
};

/// The positions that a slice means in a sequence of one size: `first`, `first + step`, and so on, `count` of them.
struct slice_positions {
  std::size_t first = 0;
  std::ptrdiff_t step = 1;
  std::size_t count = 0;

  /// The position of element `i`, which is smaller than `count`.
  [[nodiscard]] constexpr std::size_t operator[](std::size_t i) const noexcept {
    // Unsigned, so that a step backwards is taken modulo the range of size_t, and ends where it should.
    return first + i * static_cast<std::size_t>(step);
  }

  [[nodiscard]] bool operator==(const slice_positions&) const = default;
};

/// The positions of `which` in a sequence of `size` elements. All of them are smaller than `size`.
///
/// Complexity: O(1).
/// @throws slice_error if the step is 0
/// Source: Python's `slice.indices`.
[[nodiscard]] constexpr slice_positions positions_of(const slice& which, std::size_t size) {
  using number = std::ptrdiff_t;
  constexpr auto greatest = std::numeric_limits<number>::max();
  // The least number has no positive counterpart; a step as long as that makes no difference.
  const auto step = std::max(which.step.value_or(1), -greatest);
  if (step == 0) {
    throw slice_error("a slice with step 0");
  }
  const auto length = static_cast<number>(std::min(size, static_cast<std::size_t>(greatest)));
  // A walk backwards begins and ends one position earlier.
  const number lowest = step < 0 ? -1 : 0;
  const number highest = step < 0 ? length - 1 : length;
  const auto within = [&](number bound) { return std::clamp(bound < 0 ? bound + length : bound, lowest, highest); };
  const auto start = which.start ? within(*which.start) : step < 0 ? highest : lowest;
  const auto stop = which.stop ? within(*which.stop) : step < 0 ? lowest : highest;
  if (step < 0 ? stop >= start : start >= stop) {
    return {.first = 0, .step = step, .count = 0};
  }
  const auto distance = step < 0 ? start - stop : stop - start;
  const auto stride = step < 0 ? -step : step;
  return {.first = static_cast<std::size_t>(start),
          .step = step,
          .count = static_cast<std::size_t>((distance - 1) / stride + 1)};
}

}  // namespace patterns::data_model
