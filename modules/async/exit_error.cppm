/// @file
/// B20 · exit_error: several exceptions, each thrown on the way out of the one before, as one that keeps them all.
export module patterns.async:exit_error;

import std;

export namespace patterns::async {

/// Thrown by what leaves a context or an exit stack when an exit fails while another exception is in flight: none of
/// them is lost. One exception alone goes on as itself.
///
/// It nests the first of them, so that code which walks std::nested_exception finds the cause.
///
/// Source: row B20; Python's `__context__`; std::nested_exception.
class exit_error : public std::runtime_error, public std::nested_exception {
 public:
  /// To be constructed while the first of `errors` is being handled.
  explicit exit_error(std::vector<std::exception_ptr> errors);

  /// Every exception, in the order in which they were thrown; at least two.
  [[nodiscard]] const std::vector<std::exception_ptr>& errors() const noexcept { return *errors_; }

 private:
  // Shared, for to copy an exception must not throw.
  std::shared_ptr<const std::vector<std::exception_ptr>> errors_;
};

}  // namespace patterns::async

namespace patterns::async::detail {

/// What is in flight after `newer` was thrown where `in_flight`, which may be null, was.
///
/// It is `newer` itself if that is all there is, or if it is `in_flight` again or nests it; else an exit_error.
[[nodiscard]] std::exception_ptr chained(const std::exception_ptr& in_flight, std::exception_ptr newer) noexcept;

}  // namespace patterns::async::detail
