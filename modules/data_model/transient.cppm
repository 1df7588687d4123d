/// @file
/// B28 · transient: a member that is not pickled.
export module patterns.data_model:transient;

import std;
import patterns.meta;

export namespace patterns::data_model {

/// Makes a value of `T` as `T()` does.
template <class T>
struct value_initialized {
  [[nodiscard]] constexpr T operator()() const { return T(); }
};

/// A member that dumps leaves out and loads makes anew: a cache, a handle, a lock.
///
///     struct session {
///       std::string user;
///       transient<std::map<int, page>> seen;
///       transient<int, open_log> log;
///     };
///
/// Otherwise it is as a `T`: it has its size, reads as one, and is written by assignment.
///
/// @tparam Rebuild  what loads calls for the value; an empty class whose call operator takes nothing
///
/// Exceptions and thread-safety: as T. Source: row B28; Python's `__getstate__` that leaves a member out.
template <class T, class Rebuild = value_initialized<T>>
  requires std::is_object_v<T> && std::same_as<T, std::remove_cv_t<T>> && std::default_initializable<Rebuild> &&
           std::is_invocable_r_v<T, const Rebuild&>
class transient {
 public:
  using value_type = T;

  /// Holds what `Rebuild` makes.
  constexpr transient() : value_(Rebuild{}()) {}

  // Implicit: it reads and writes as the value.
  template <class U = T>
    requires(!std::same_as<std::remove_cvref_t<U>, transient> && std::convertible_to<U, T>)
  constexpr transient(U&& value) noexcept(std::is_nothrow_constructible_v<T, U>) : value_(std::forward<U>(value)) {}

  [[nodiscard]] constexpr T& value() & noexcept { return value_; }
  [[nodiscard]] constexpr const T& value() const& noexcept { return value_; }
  [[nodiscard]] constexpr T&& value() && noexcept { return std::move(value_); }

  [[nodiscard]] constexpr operator T&() & noexcept { return value_; }
  [[nodiscard]] constexpr operator const T&() const& noexcept { return value_; }

  [[nodiscard]] constexpr T* operator->() noexcept { return std::addressof(value_); }
  [[nodiscard]] constexpr const T* operator->() const noexcept { return std::addressof(value_); }

  [[nodiscard]] constexpr bool operator==(const transient& other) const
    requires std::equality_comparable<T>
  {
    return value_ == other.value_;
  }

 private:
  T value_;
};

}  // namespace patterns::data_model

// Shown by repr as its value.
template <class T, class Rebuild>
inline constexpr bool patterns::meta::is_transparent<patterns::data_model::transient<T, Rebuild>> = true;
