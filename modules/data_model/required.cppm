/// @file
/// A2 · required: a field that has no default, in a struct whose other fields have one.
export module patterns.data_model:required;

import std;
import patterns.meta;
import :exact_conversion;

export namespace patterns::data_model {

/// A field that must be named where the object is made:
///
///     struct user {
///       required<std::string> name;
///       std::string role = "viewer";
///       bool active = true;
///     };
///     user ana{.name = "Ana", .active = false};
///
/// Left out, it is refused at compile time: it has no default constructor. Designated initializers are the keyword
/// arguments, and the initializers of the other fields their defaults. Otherwise it is as a `T`: it has its size, reads
/// as one, and is written by assignment. A number that would lose its fraction does not compile.
///
/// Exceptions and thread-safety: as T. Source: row A2; Python's parameters without a default.
template <class T>
  requires std::is_object_v<T> && std::same_as<T, std::remove_cv_t<T>>
class required {
 public:
  using value_type = T;

  required() = delete;

  template <class U = T>
    requires(!std::same_as<std::remove_cvref_t<U>, required> && detail::converts_exactly_to<U, T>)
  constexpr required(U&& value) noexcept(std::is_nothrow_constructible_v<T, U>)
      : value_(static_cast<T>(std::forward<U>(value))) {}

  template <class U = T>
    requires(!std::same_as<std::remove_cvref_t<U>, required> && detail::converts_exactly_to<U, T> &&
             std::assignable_from<T&, U>)
  constexpr required& operator=(U&& value) noexcept(std::is_nothrow_assignable_v<T&, U>) {
    value_ = std::forward<U>(value);
    return *this;
  }

  [[nodiscard]] constexpr T& value() & noexcept { return value_; }
  [[nodiscard]] constexpr const T& value() const& noexcept { return value_; }
  [[nodiscard]] constexpr T&& value() && noexcept { return std::move(value_); }

  [[nodiscard]] constexpr operator T&() & noexcept { return value_; }
  [[nodiscard]] constexpr operator const T&() const& noexcept { return value_; }
  [[nodiscard]] constexpr operator T&&() && noexcept { return std::move(value_); }

  [[nodiscard]] constexpr T* operator->() noexcept { return std::addressof(value_); }
  [[nodiscard]] constexpr const T* operator->() const noexcept { return std::addressof(value_); }

  [[nodiscard]] friend constexpr bool operator==(const required& left, const required& right)
    requires std::equality_comparable<T>
  {
    return left.value_ == right.value_;
  }
  template <class U>
    requires(!meta::is_transparent<U>) && std::equality_comparable_with<T, U>
  [[nodiscard]] friend constexpr bool operator==(const required& left, const U& right) {
    return left.value_ == right;
  }
  [[nodiscard]] friend constexpr auto operator<=>(const required& left, const required& right)
    requires std::three_way_comparable<T>
  {
    return left.value_ <=> right.value_;
  }
  template <class U>
    requires(!meta::is_transparent<U>) && std::three_way_comparable_with<T, U>
  [[nodiscard]] friend constexpr auto operator<=>(const required& left, const U& right) {
    return left.value_ <=> right;
  }

 private:
  T value_;
};

}  // namespace patterns::data_model

template <class T>
inline constexpr bool patterns::meta::is_transparent<patterns::data_model::required<T>> = true;

/// Hashes as the value does.
export template <class T>
  requires requires(const T& value) { std::hash<T>{}(value); }
struct std::hash<patterns::data_model::required<T>> {
  [[nodiscard]] std::size_t operator()(const patterns::data_model::required<T>& object) const {
    return std::hash<T>{}(object.value());
  }
};

/// Formats as the value does.
export template <class T>
  requires std::default_initializable<std::formatter<T>>
struct std::formatter<patterns::data_model::required<T>> : std::formatter<T> {
  template <class Context>
  auto format(const patterns::data_model::required<T>& object, Context& context) const {
    return std::formatter<T>::format(object.value(), context);
  }
};
