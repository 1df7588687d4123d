/// @file
/// A8 · validators: the rules that are asked for most.
export module patterns.data_model:validators;

import std;
import patterns.meta;
import :repr;

namespace patterns::data_model::detail {

/// A template argument that is a number, an enumerator or a string literal.
template <class T>
struct choice {
  T value;

  consteval choice(T chosen) : value(chosen) {}

  [[nodiscard]] constexpr T get() const { return value; }
};

template <std::size_t Size>
struct choice<meta::fixed_string<Size>> {
  meta::fixed_string<Size> value;

  consteval choice(const char (&text)[Size + 1]) : value(text) {}

  [[nodiscard]] constexpr std::string_view get() const { return value; }
};

template <class T>
choice(T) -> choice<T>;
template <std::size_t Extent>
choice(const char (&)[Extent]) -> choice<meta::fixed_string<Extent - 1>>;

// Exact where the operands' signs differ, as std::cmp_less is for the types that it takes.
template <class Left, class Right>
constexpr bool at_most(const Left& left, const Right& right) {
  if constexpr (std::integral<Left> && std::integral<Right> && std::is_signed_v<Left> != std::is_signed_v<Right>) {
    if constexpr (std::is_signed_v<Left>) {
      return left < 0 || static_cast<std::make_unsigned_t<Left>>(left) <= right;
    } else {
      return right >= 0 && left <= static_cast<std::make_unsigned_t<Right>>(right);
    }
  } else {
    return left <= right;
  }
}

template <class T, class Chosen>
constexpr bool equals_choice(const T& value, const Chosen& chosen) {
  if constexpr (std::integral<T> && std::integral<Chosen>) {
    return at_most(value, chosen) && at_most(chosen, value);
  } else {
    return value == chosen;
  }
}

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// Zero or more: of a number, or of anything else that can be subtracted, such as a duration. A NaN is refused.
struct non_negative {
  template <class T>
    requires(!std::is_pointer_v<T>) && requires(const T& value) {
      value - value;
      { value >= T{} } -> std::convertible_to<bool>;
    }
  [[nodiscard]] constexpr bool operator()(const T& value) const {
    return value >= T{};
  }

  [[nodiscard]] static std::string requirement() { return "must not be negative"; }
};

/// From `Low` to `High`, both included. A NaN is refused.
template <auto Low, auto High>
  requires(detail::at_most(Low, High))
struct in_range {
  template <class T>
    requires requires(const T& value) {
      { detail::at_most(Low, value) } -> std::same_as<bool>;
      { value <= High } -> std::convertible_to<bool>;
    }
  [[nodiscard]] constexpr bool operator()(const T& value) const {
    return detail::at_most(Low, value) && detail::at_most(value, High);
  }

  [[nodiscard]] static std::string requirement() { return std::format("must be from {} to {}", repr(Low), repr(High)); }
};

/// A text or a container with something in it.
struct non_empty {
  template <class T>
    requires requires(const T& value) { std::ranges::empty(value); }
  [[nodiscard]] constexpr bool operator()(const T& value) const {
    return !std::ranges::empty(value);
  }

  [[nodiscard]] static std::string requirement() { return "must not be empty"; }
};

/// One of the values listed: numbers, enumerators or string literals, as in `one_of<"small", "large">`.
template <detail::choice... Choices>
  requires(sizeof...(Choices) > 0)
struct one_of {
  template <class T>
    requires(requires(const T& value) {
      { value == Choices.get() } -> std::convertible_to<bool>;
    } && ...)
  [[nodiscard]] constexpr bool operator()(const T& value) const {
    return (detail::equals_choice(value, Choices.get()) || ...);
  }

  [[nodiscard]] static std::string requirement() {
    std::string text = "must be one of ";
    std::string_view comma = "";
    ((text += std::exchange(comma, ", "), text += repr(Choices.get())), ...);
    return text;
  }
};

}  // namespace patterns::data_model
