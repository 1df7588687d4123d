/// @file
/// D5 · class_property: a value computed from a class, and read like one of its static members.
export module patterns.meta:class_property;

import std;

export namespace patterns::meta {

/// A function of no arguments whose result a class_property gives.
template <class F>
concept property_getter = std::invocable<const F&> && !std::is_void_v<std::invoke_result_t<const F&>>;

template <property_getter F>
class class_property;

}  // namespace patterns::meta

namespace patterns::meta::detail {

template <class T>
inline constexpr bool is_class_property = false;
template <class F>
inline constexpr bool is_class_property<class_property<F>> = true;

// A property is no right operand of these: to ask whether it compares would be to ask the same question again.
template <class T, class U>
concept equality_comparable_value = !is_class_property<U> && requires(const T& left, const U& right) {
  { left == right } -> std::convertible_to<bool>;
};

template <class T, class U>
concept ordered_value = !is_class_property<U> && requires(const T& left, const U& right) { left <=> right; };

}  // namespace patterns::meta::detail

export namespace patterns::meta {

/// A static member that is computed each time it is read:
///
///     struct config {
///       static inline int base = 10;
///       static constexpr patterns::meta::class_property doubled{[] { return base * 2; }};
///     };
///     int twenty = config::doubled;
///
/// Stands where Python has a `classproperty` descriptor. It converts to what the getter returns, compares as it, and is
/// formatted as it; `->` reaches the members of the result, `*` and `()` give the result itself, where a conversion is
/// not enough. Being static it costs an object of the class nothing, and being computed it follows every later change.
/// Two properties compare by their results: `*left == *right`.
///
/// A base that is a template of the derived class gives each its own. The derived class is not complete there yet, so
/// the getter says what it returns, and is a template, which the compiler looks into when it is called:
/// `[]<class D = Derived>() -> int { return D::base * 2; }`.
///
/// @tparam F  see property_getter; a lambda without captures takes no memory
///
/// Complexity, thread-safety and exceptions: those of the getter, which is called once for each use. Source: row D5.
template <property_getter F>
class class_property {
 public:
  /// What the getter returns: a value, or a reference.
  using result_type = std::invoke_result_t<const F&>;
  using value_type = std::remove_cvref_t<result_type>;

  constexpr explicit class_property(F getter) noexcept(std::is_nothrow_move_constructible_v<F>)
      : getter_(std::move(getter)) {}

  [[nodiscard]] constexpr result_type operator()() const noexcept(nothrow) { return std::invoke(getter_); }

  [[nodiscard]] constexpr result_type operator*() const noexcept(nothrow) { return std::invoke(getter_); }

  [[nodiscard]] constexpr operator result_type() const noexcept(nothrow) { return std::invoke(getter_); }

  /// The members of the result. A result that is a value lives until the end of the full expression.
  [[nodiscard]] constexpr auto operator->() const noexcept(nothrow) {
    if constexpr (std::is_lvalue_reference_v<result_type>) {
      return std::addressof(std::invoke(getter_));
    } else {
      return held{std::invoke(getter_)};
    }
  }

  template <class U>
    requires detail::equality_comparable_value<value_type, U>
  [[nodiscard]] friend constexpr bool operator==(const class_property& property, const U& other) {
    return static_cast<const value_type&>(property()) == other;
  }

  template <class U>
    requires detail::ordered_value<value_type, U>
  [[nodiscard]] friend constexpr auto operator<=>(const class_property& property, const U& other) {
    return static_cast<const value_type&>(property()) <=> other;
  }

 private:
  static constexpr bool nothrow = std::is_nothrow_invocable_v<const F&>;

  struct held {
    value_type value;
    [[nodiscard]] constexpr const value_type* operator->() const noexcept { return std::addressof(value); }
  };

  [[no_unique_address]] F getter_;
};

}  // namespace patterns::meta

/// Formats as the result does.
export template <class F>
  requires std::default_initializable<std::formatter<typename patterns::meta::class_property<F>::value_type>>
struct std::formatter<patterns::meta::class_property<F>>
    : std::formatter<typename patterns::meta::class_property<F>::value_type> {
  template <class Context>
  auto format(const patterns::meta::class_property<F>& property, Context& context) const {
    return std::formatter<typename patterns::meta::class_property<F>::value_type>::format(property(), context);
  }
};
