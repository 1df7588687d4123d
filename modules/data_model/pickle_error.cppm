/// @file
/// B28 · pickle_error: what is wrong with a pickle, and where.
export module patterns.data_model:pickle_error;

import std;

export namespace patterns::data_model {

/// Thrown for bytes that are no pickle of the wanted type, and for a value nested too deeply to be pickled. The message
/// names the offset, what was found there and what was expected. Source: row B28; Python's `UnpicklingError`.
class pickle_error : public std::runtime_error {
 public:
  pickle_error(std::size_t offset, const std::string& problem);

  /// The position in the pickle, counted in bytes.
  [[nodiscard]] inline std::size_t offset() const noexcept { return offset_; }

 private:
  std::size_t offset_;
};

/// How far dumps and loads go.
struct pickle_limits {
  /// How many records may be nested in each other. What is behind a pointer is not nested: lists of any length pass.
  std::size_t max_depth = 500;
};

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

[[noreturn, gnu::cold, gnu::noinline]] void refuse_depth(std::size_t most, std::size_t offset);

/// How many records are around the one that is at hand, and how many there may be.
struct nesting {
  std::size_t depth;
  std::size_t most;

  /// Inside the record at `offset`.
  /// @throws pickle_error if that is one too many
  [[nodiscard]] inline nesting deeper(std::size_t offset) const {
    if (depth == most) {
      refuse_depth(most, offset);
    }
    return {depth + 1, most};
  }
};

}  // namespace patterns::data_model::detail
