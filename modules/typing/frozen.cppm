/// @file
/// B16 · frozen: a record that is checked when it is made and never changes afterwards.
export module patterns.typing:frozen;

import std;
import patterns.meta;
import :validation_error;

namespace patterns::typing::detail {

template <class T>
concept member_hook = requires(T& value) { value.post_init(); };

template <class T>
concept free_hook = !member_hook<T> && requires(T& value) { post_init(value); };

template <class T>
concept member_hook_returns_nothing = !member_hook<T> || requires(T& value) {
  { value.post_init() } -> std::same_as<void>;
};

template <class T>
concept free_hook_returns_nothing = !free_hook<T> || requires(T& value) {
  { post_init(value) } -> std::same_as<void>;
};

// Finds a hook whatever its access, parameters and qualifiers are: two functions of one name in two bases are
// ambiguous.
struct hook_name {
  void post_init();
};

template <class T>
struct with_hook_name : T, hook_name {};

template <class T>
concept names_post_init = std::is_class_v<T> && !std::is_final_v<T> && !requires { &with_hook_name<T>::post_init; };

// A check that cannot be called would never be made.
template <class T>
concept post_init_can_be_called = member_hook<T> || !names_post_init<T>;

// What a check returns would be dropped, and so would its answer.
template <class T>
concept post_init_returns_nothing = member_hook_returns_nothing<T> && free_hook_returns_nothing<T>;

}  // namespace patterns::typing::detail

export namespace patterns::typing {

/// A record that runs a hook once its fields are set: a member function `post_init()`, or else a function
/// `post_init(T&)` beside it. The hook may complete fields, and throws if they are wrong.
template <class T>
concept has_post_init = meta::record<T> && (detail::member_hook<T> || detail::free_hook<T>);

/// A record that can be frozen; its hook, if it has one, is public, takes no argument and returns nothing.
template <class T>
concept freezable = meta::record<T> && std::same_as<T, std::remove_cv_t<T>> && std::move_constructible<T> &&
                    detail::post_init_can_be_called<T> && detail::post_init_returns_nothing<T>;

/// Runs the hook of `value`, if its type has one. What frozen does; public for other classes that make records.
template <freezable T>
constexpr void run_post_init(T& value) {
  if constexpr (detail::member_hook<T>) {
    value.post_init();
  } else if constexpr (detail::free_hook<T>) {
    post_init(value);
  }
}

/// Checks the field called `Name`; meant for a hook:
/// `require_field<"port">(*this, port > 0, "must be positive")`.
/// @throws validation_error if `holds` is false; it names the type, the field and its value
template <meta::fixed_string Name, class T>
  requires meta::has_field<T, Name>
constexpr void require_field(const T& object, bool holds, std::string_view requirement) {
  if (!holds) {
    const auto& field = meta::get_field<Name>(object);
    if constexpr (meta::has_repr<decltype(field)>) {
      throw validation_error(meta::unqualified_name<T>, Name, meta::repr(field), requirement);
    } else {
      throw validation_error(meta::unqualified_name<T>, Name,
                             meta::unqualified_name<std::remove_cvref_t<decltype(field)>>, requirement);
    }
  }
}

/// A record of type T that cannot be changed: neither a field nor the whole is assigned to.
///
/// Made from a T, and so, with a designated initializer, by keyword and with defaults:
///
///     const frozen<config> settings({.host = "db", .port = 5432});
///
/// Runs the hook of T first; see has_post_init. It is copied and moved, but not assigned. What it was moved from has
/// fields that were moved from, and is only to be destroyed: the hook does not hold for it. What a field points to is
/// not frozen with it.
///
/// @tparam T  see freezable
///
/// Complexity: reads cost nothing; it has the size of T, for there are no slots but the fields.
/// Thread-safety: can be read by many threads, as any constant. Exceptions: what the hook throws; no object is made
/// then. Source: row B16; Python's `dataclass(slots=True, frozen=True, kw_only=True)`.
template <freezable T>
class frozen {
 public:
  using value_type = T;

  constexpr frozen(T value) : value_(checked(std::move(value))) {}

  constexpr frozen(const frozen&) = default;
  constexpr frozen(frozen&&) = default;
  frozen& operator=(const frozen&) = delete;
  frozen& operator=(frozen&&) = delete;
  constexpr ~frozen() = default;

  [[nodiscard]] constexpr const T& value() const noexcept { return value_; }
  [[nodiscard]] constexpr const T& operator*() const noexcept { return value_; }
  [[nodiscard]] constexpr const T* operator->() const noexcept { return std::addressof(value_); }
  [[nodiscard]] constexpr operator const T&() const noexcept { return value_; }

  /// The field called `Name`.
  template <meta::fixed_string Name>
    requires meta::has_field<T, Name>
  [[nodiscard]] constexpr const auto& get() const noexcept {
    return meta::get_field<Name>(value_);
  }

  /// A frozen copy that `change` has worked on, after which the hook has run again.
  template <std::invocable<T&> Change>
    requires std::copy_constructible<T>
  [[nodiscard]] constexpr frozen with(Change&& change) const {
    T copy = value_;
    std::invoke(std::forward<Change>(change), copy);
    return frozen(std::move(copy));
  }

  [[nodiscard]] constexpr bool operator==(const frozen& other) const
    requires std::equality_comparable<T>
  {
    return value_ == other.value_;
  }

  /// As meta::repr shows the record.
  [[nodiscard]] std::string repr() const
    requires meta::has_repr<T>
  {
    return meta::repr(value_);
  }

 private:
  [[nodiscard]] static constexpr T checked(T value) {
    run_post_init(value);
    return value;
  }

  T value_;
};

}  // namespace patterns::typing

/// Hashes as the record does.
export template <class T>
  requires requires(const T& value) { std::hash<T>{}(value); }
struct std::hash<patterns::typing::frozen<T>> {
  [[nodiscard]] std::size_t operator()(const patterns::typing::frozen<T>& object) const {
    return std::hash<T>{}(object.value());
  }
};
