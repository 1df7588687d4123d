/// @file
/// A7 · cached_property: a value that an object computes when it is first asked for it, and then keeps.
export module patterns.data_model:cached_property;

import std;
import patterns.meta;

export namespace patterns::data_model {

/// Thrown when a computation asks for the very value that it is to compute. The message names the type of the value.
class property_cycle_error : public std::logic_error {
 public:
  explicit property_cycle_error(std::string_view type)
      : std::logic_error(std::format("cached_property<{}>: its computation asks for the value itself", type)) {}
};

/// A function of no arguments that gives what a cached_property keeps: a `T`, which need not be movable then, or
/// something that becomes one.
template <class F, class T>
concept property_computation =
    std::invocable<F> && (std::same_as<std::invoke_result_t<F>, T> || std::convertible_to<std::invoke_result_t<F>, T>);

/// A value that is computed once for each object: a data member, beside the function that knows how to compute it.
///
///     class report {
///      public:
///       const summary& totals() const {
///         return totals_.get([this] { return summarize(rows_); });
///       }
///      private:
///       std::vector<row> rows_;
///       cached_property<summary> totals_;
///     };
///
/// The computation is handed over each time and not kept: what it captures, such as `this`, would still be that of the
/// original in a copy. One that throws leaves nothing behind, and the next `get` tries again. One that asks for the
/// value itself gets an error instead of recursion without end.
///
/// A copy of an object is another object. It shares nothing with the original and begins without a value; so does what
/// is copied to. A move takes the value along, if `T` can be moved without an exception, and leaves none behind.
///
/// @tparam T  what is kept
///
/// It is as large as a `std::optional<T>` and allocates nothing. To be read like a field, call `get` from a property.
///
/// Complexity: a test, and once the computation. Thread-safety: as a container that is written, because `get` writes
/// although it is const: for threads that share an object see shared_cached_property of patterns.caching.
/// Exceptions: those of the computation; then there is no value.
/// Source: row A7; Python's `functools.cached_property`.
template <class T>
  requires std::is_object_v<T> && std::same_as<T, std::remove_cv_t<T>> && std::destructible<T>
class cached_property {
 public:
  using value_type = T;

  constexpr cached_property() noexcept {}
  constexpr cached_property(const cached_property& /* shares nothing */) noexcept {}
  constexpr cached_property(cached_property&& other) noexcept { take(other); }

  constexpr cached_property& operator=(const cached_property& other) noexcept {
    if (this != &other) {
      reset();
    }
    return *this;
  }
  constexpr cached_property& operator=(cached_property&& other) noexcept {
    if (this != &other) {
      reset();
      take(other);
    }
    return *this;
  }

  constexpr ~cached_property() { reset(); }

  /// The value, which `compute` gives if there is none yet. The reference holds until the value is reset, moved away or
  /// destroyed.
  /// @throws property_cycle_error if called by `compute` itself
  template <property_computation<T> F>
  [[nodiscard]] const T& get(F&& compute) const {
    if (state_ != state::ready) {
      fill(std::forward<F>(compute));
    }
    return storage_.value;
  }

  /// The value if there is one; nothing is computed.
  [[nodiscard]] constexpr const T* get_if() const noexcept {
    return has_value() ? std::addressof(storage_.value) : nullptr;
  }

  [[nodiscard]] constexpr bool has_value() const noexcept { return state_ == state::ready; }

  /// Forgets the value, so that the next `get` computes it anew.
  constexpr void reset() noexcept {
    if (state_ == state::ready) {
      state_ = state::empty;
      std::destroy_at(std::addressof(storage_.value));
    }
  }

  /// What was computed already tells no two objects apart, so that their class can default its comparisons.
  [[nodiscard]] constexpr bool operator==(const cached_property& /* other */) const noexcept { return true; }
  [[nodiscard]] constexpr std::strong_ordering operator<=>(const cached_property& /* other */) const noexcept {
    return std::strong_ordering::equal;
  }

 private:
  enum class state : unsigned char { empty, computing, ready };

  union storage {
    char nothing;
    T value;

    constexpr storage() noexcept : nothing{} {}
    constexpr ~storage() {}
  };

  class attempt {
   public:
    explicit attempt(state& current) noexcept : current_(current) { current_ = state::computing; }
    attempt(const attempt&) = delete;
    attempt& operator=(const attempt&) = delete;
    ~attempt() { current_ = outcome_; }

    void succeed() noexcept { outcome_ = state::ready; }

   private:
    state& current_;
    state outcome_ = state::empty;
  };

  // Apart from the test, so that the test is all that is inlined.
  template <class F>
  [[gnu::noinline]] void fill(F&& compute) const {
    if (state_ == state::computing) {
      throw property_cycle_error(meta::unqualified_name<T>);
    }
    attempt current(state_);
    ::new (static_cast<void*>(std::addressof(storage_.value))) T(std::invoke(std::forward<F>(compute)));
    current.succeed();
  }

  constexpr void take(cached_property& other) noexcept {
    if constexpr (std::is_nothrow_move_constructible_v<T>) {
      if (other.has_value()) {
        std::construct_at(std::addressof(storage_.value), std::move(other.storage_.value));
        state_ = state::ready;
      }
    }
    other.reset();
  }

  mutable storage storage_;
  mutable state state_ = state::empty;
};

}  // namespace patterns::data_model
