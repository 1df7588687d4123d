/// @file
/// C15, C18 · load_outcome: the value of one key of many, or why there is none.
export module patterns.caching:load_outcome;

import std;

export namespace patterns::caching {

/// What can be the value of a load_outcome: an object, but no exception_ptr, which stands for failure.
template <class T>
concept outcome_value =
    std::is_object_v<T> && !std::is_const_v<T> && std::move_constructible<T> && !std::same_as<T, std::exception_ptr>;

/// A value, or the exception that came in its place: how it went with one key of several that were asked for at once,
/// so that one that fails takes nothing from the others.
///
/// Complexity: as that of T. Thread-safety: as an ordinary object.
/// Source: rows C15 and C18; the result objects of batch loaders, as std::expected.
template <outcome_value T>
class load_outcome {
 public:
  using value_type = T;

  /// A success.
  template <class U = T>
    requires(!std::same_as<std::remove_cvref_t<U>, load_outcome> &&
             !std::same_as<std::remove_cvref_t<U>, std::exception_ptr> && std::constructible_from<T, U>)
  load_outcome(U&& value) : result_(std::in_place_index<0>, std::forward<U>(value)) {}

  /// A failure. One without an exception fails with std::invalid_argument.
  load_outcome(std::exception_ptr error) : result_(std::in_place_index<1>, std::move(error)) {
    if (auto& held = *std::get_if<1>(&result_); held == nullptr) {
      held = std::make_exception_ptr(std::invalid_argument("load_outcome: made of an exception_ptr that is null"));
    }
  }

  /// Whether it is a success.
  [[nodiscard]] bool has_value() const noexcept { return result_.index() == 0; }
  [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }

  /// The value. @throws the exception, if it is a failure
  [[nodiscard]] const T& value() const& {
    check();
    return *std::get_if<0>(&result_);
  }
  [[nodiscard]] T& value() & {
    check();
    return *std::get_if<0>(&result_);
  }
  [[nodiscard]] T&& value() && {
    check();
    return std::move(*std::get_if<0>(&result_));
  }

  /// The exception, or null if it is a success.
  [[nodiscard]] std::exception_ptr error() const noexcept {
    const auto* const held = std::get_if<1>(&result_);
    return held == nullptr ? nullptr : *held;
  }

  /// What the exception says; empty if it is a success.
  [[nodiscard]] std::string message() const {
    if (has_value()) {
      return {};
    }
    try {
      check();
    } catch (const std::exception& thrown) {
      return thrown.what();
    } catch (...) {
    }
    return "an exception that is no std::exception";
  }

 private:
  void check() const {
    if (const auto* const held = std::get_if<1>(&result_)) {
      std::rethrow_exception(*held);
    }
  }

  std::variant<T, std::exception_ptr> result_;
};

}  // namespace patterns::caching
