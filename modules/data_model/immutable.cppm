/// @file
/// B1 · immutable: a value that is checked before there is an object, and stays as it is.
export module patterns.data_model:immutable;

import std;
import patterns.meta;
import :finite_numbers;
import :repr;
import :validated;

export namespace patterns::data_model {

/// A value of type `T` that keeps the rule `V`, and is never changed: not assigned to, and not moved from either.
///
/// There are two ways to one, and both check first, so that no object ever breaks the rule:
///
///     constexpr auto origin = immutable<point>::make({.x = 0, .y = 0});     // throws
///     if (const auto place = immutable<point>::try_make({x, y})) { ... }    // std::optional
///
/// @tparam T  what is held; a plain type, such as a record
/// @tparam V  the rule; see validator. If none is given, the numbers in a value must be finite
///
/// It has the size of `T` and reads as a `const T&`. To move one copies it: what it holds must not be lost. What the
/// value points to is not held. For a record that runs a hook of its own when it is made, see typing::frozen.
///
/// Complexity: of the rule, once; nothing to read. Thread-safety: can be read by many threads, as any constant.
/// Source: row B1; Python's `__new__` of a class derived from `tuple`.
template <class T, validator<T> V = finite_numbers>
  requires std::is_object_v<T> && std::same_as<T, std::remove_cv_t<T>> && std::move_constructible<T>
class immutable {
  // Asked for by a constructor that std::optional has to call, so that nobody else can.
  struct key {
    explicit key() = default;
  };

 public:
  using value_type = T;
  using validator_type = V;

  /// An object with `value`, which a constant expression may be.
  /// @throws validation_error that names `T` and the value if it breaks the rule
  [[nodiscard]] static constexpr immutable make(T value) {
    if (!V{}(std::as_const(value))) {
      detail::refuse<V>(value, meta::unqualified_name<T>, "");
    }
    return immutable(key{}, std::move(value));
  }

  /// An object with `value`, or none if it breaks the rule. Throws only what moving a T, or the rule, does.
  [[nodiscard]] static constexpr std::optional<immutable> try_make(T value) {
    if (!V{}(std::as_const(value))) {
      return std::nullopt;
    }
    return std::optional<immutable>(std::in_place, key{}, std::move(value));
  }

  /// Only for the two above: nobody else has a key.
  constexpr immutable(key, T&& value) noexcept(std::is_nothrow_move_constructible_v<T>) : value_(std::move(value)) {}

  // With no move constructor, an rvalue is copied.
  constexpr immutable(const immutable&) = default;
  immutable& operator=(const immutable&) = delete;
  constexpr ~immutable() = default;

  [[nodiscard]] constexpr const T& value() const noexcept { return value_; }
  [[nodiscard]] constexpr const T& operator*() const noexcept { return value_; }
  [[nodiscard]] constexpr const T* operator->() const noexcept { return std::addressof(value_); }
  [[nodiscard]] constexpr operator const T&() const noexcept { return value_; }

  /// Another object: a copy that `change` has worked on, checked as by make. This one stays as it is.
  /// @throws validation_error if the copy breaks the rule
  template <std::invocable<T&> Change>
    requires std::copy_constructible<T>
  [[nodiscard]] constexpr immutable with(Change&& change) const {
    T copy = value_;
    std::invoke(std::forward<Change>(change), copy);
    return make(std::move(copy));
  }

  [[nodiscard]] constexpr bool operator==(const immutable& other) const
    requires std::equality_comparable<T>
  {
    return value_ == other.value_;
  }
  [[nodiscard]] constexpr auto operator<=>(const immutable& other) const
    requires std::three_way_comparable<T>
  {
    return value_ <=> other.value_;
  }

 private:
  const T value_;
};

}  // namespace patterns::data_model

template <class T, class V>
inline constexpr bool patterns::meta::is_transparent<patterns::data_model::immutable<T, V>> = true;

/// Hashes as the value does.
export template <class T, class V>
  requires requires(const T& value) { std::hash<T>{}(value); }
struct std::hash<patterns::data_model::immutable<T, V>> {
  [[nodiscard]] std::size_t operator()(const patterns::data_model::immutable<T, V>& object) const {
    return std::hash<T>{}(object.value());
  }
};

/// Formats as the value does.
export template <class T, class V>
  requires std::default_initializable<std::formatter<T>>
struct std::formatter<patterns::data_model::immutable<T, V>> : std::formatter<T> {
  template <class Context>
  auto format(const patterns::data_model::immutable<T, V>& object, Context& context) const {
    return std::formatter<T>::format(object.value(), context);
  }
};
