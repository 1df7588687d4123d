/// @file
/// B11 · box: one number, in generic code that is bounded to numbers.
export module patterns.typing:box;

import std;

export namespace patterns::typing {

/// Opens `number` to a type of the reader's own, such as a decimal or a big integer.
///
/// Specialize it as `true` for a type that is a value, compares in order, and is closed under + - * and /. The type
/// itself decides what overflow and division by zero are.
template <class T>
inline constexpr bool enable_number = false;

}  // namespace patterns::typing

namespace patterns::typing::detail {

template <class T>
concept character = std::same_as<T, char> || std::same_as<T, wchar_t> || std::same_as<T, char8_t> ||
                    std::same_as<T, char16_t> || std::same_as<T, char32_t>;

template <class T>
concept built_in_number = (std::integral<T> || std::floating_point<T>) && std::same_as<T, std::remove_cv_t<T>> &&
                          !std::same_as<T, bool> && !character<T>;

template <class T>
concept opted_in_number =
    enable_number<T> && std::regular<T> && std::three_way_comparable<T> && requires(const T& left, const T& right) {
      { left + right } -> std::same_as<T>;
      { left - right } -> std::same_as<T>;
      { left* right } -> std::same_as<T>;
      { left / right } -> std::same_as<T>;
    };

// What a box of T would take by silent conversion, and lose the meaning of.
template <class From, class T>
concept misfit_for = std::convertible_to<From, T> &&
                     (std::same_as<From, bool> || character<From> || (std::floating_point<From> && std::integral<T>) ||
                      (built_in_number<T> && !std::is_arithmetic_v<From>));

}  // namespace patterns::typing::detail

export namespace patterns::typing {

/// A type that counts or measures: an integer, a floating-point number, or a type opted in by `enable_number`.
///
/// `bool` and the character types are integral to the language, but an answer and a letter are no quantities: they are
/// refused. `signed char` and `unsigned char` are numbers, because std::int8_t and std::uint8_t are these types.
template <class T>
concept number = detail::built_in_number<T> || detail::opted_in_number<T>;

/// Thrown by the arithmetic of box when the result is not in the range of an integer type.
class number_error : public std::range_error {
 public:
  template <std::integral T>
  number_error(T left, char operation, T right)
      : std::range_error(std::format("box: {} {} {} is not in {}..{}", left, operation, right,
                                     std::numeric_limits<T>::min(), std::numeric_limits<T>::max())) {}
};

/// One number.
///
/// Takes its value by the usual conversions between numbers, except those that lose the meaning: a bool, a character,
/// an enumerator, an object that converts, and a floating-point value for an integer are refused at compile time.
///
/// @tparam T  see number
///
/// Complexity: as the arithmetic of T; an integer costs one test of the overflow flag.
/// Thread-safety: as T.
/// Exceptions: arithmetic on integers throws number_error where T cannot hold the result, a division by zero included,
/// and changes nothing. Floating-point arithmetic never throws: it follows IEC 60559.
/// Source: row B11; PEP 484, bounded TypeVar.
template <number T>
class box {
 public:
  using value_type = T;

  /// Holds zero.
  constexpr box() noexcept(std::is_nothrow_default_constructible_v<T>) = default;

  constexpr box(T value) noexcept(std::is_nothrow_move_constructible_v<T>) : value_(std::move(value)) {}

  template <detail::misfit_for<T> From>
  box(From value) = delete;

  [[nodiscard]] constexpr const T& get() const& noexcept { return value_; }
  [[nodiscard]] constexpr T get() && noexcept(std::is_nothrow_move_constructible_v<T>) { return std::move(value_); }

  /// A box of what `function` makes of the value.
  template <std::invocable<const T&> Function>
    requires number<std::remove_cvref_t<std::invoke_result_t<Function, const T&>>>
  [[nodiscard]] constexpr auto map(Function&& function) const {
    using result = std::remove_cvref_t<std::invoke_result_t<Function, const T&>>;
    return box<result>(std::invoke(std::forward<Function>(function), value_));
  }

  constexpr box& operator+=(const box& other) {
    if constexpr (std::integral<T>) {
      T sum{};
      const bool overflows = __builtin_add_overflow(value_, other.value_, &sum);
      store(!overflows, sum, '+', other);
    } else {
      value_ = value_ + other.value_;
    }
    return *this;
  }

  constexpr box& operator-=(const box& other) {
    if constexpr (std::integral<T>) {
      T difference{};
      const bool overflows = __builtin_sub_overflow(value_, other.value_, &difference);
      store(!overflows, difference, '-', other);
    } else {
      value_ = value_ - other.value_;
    }
    return *this;
  }

  constexpr box& operator*=(const box& other) {
    if constexpr (std::integral<T>) {
      T product{};
      const bool overflows = __builtin_mul_overflow(value_, other.value_, &product);
      store(!overflows, product, '*', other);
    } else {
      value_ = value_ * other.value_;
    }
    return *this;
  }

  constexpr box& operator/=(const box& other) {
    if constexpr (std::integral<T>) {
      const bool fits = divides_by(other.value_);
      store(fits, fits ? static_cast<T>(value_ / other.value_) : T{}, '/', other);
    } else {
      value_ = value_ / other.value_;
    }
    return *this;
  }

  [[nodiscard]] friend constexpr box operator+(box left, const box& right) { return left += right; }
  [[nodiscard]] friend constexpr box operator-(box left, const box& right) { return left -= right; }
  [[nodiscard]] friend constexpr box operator*(box left, const box& right) { return left *= right; }
  [[nodiscard]] friend constexpr box operator/(box left, const box& right) { return left /= right; }

  [[nodiscard]] friend constexpr bool operator==(const box& left, const box& right) {
    return left.value_ == right.value_;
  }

  /// As T's own order: partial for floating point, where NaN has no place.
  [[nodiscard]] friend constexpr auto operator<=>(const box& left, const box& right) {
    return left.value_ <=> right.value_;
  }

 private:
  constexpr void store(bool fits, T result, char operation, const box& other) {
    if (!fits) {
      throw number_error(value_, operation, other.value_);
    }
    value_ = result;
  }

  [[nodiscard]] constexpr bool divides_by(T divisor) const noexcept {
    if constexpr (std::is_signed_v<T>) {
      if (divisor == T{-1}) {
        return value_ != std::numeric_limits<T>::min();
      }
    }
    return divisor != T{};
  }

  T value_{};
};

}  // namespace patterns::typing

/// Hashes as the number inside.
template <patterns::typing::number T>
  requires std::default_initializable<std::hash<T>>
struct std::hash<patterns::typing::box<T>> {
  [[nodiscard]] std::size_t operator()(const patterns::typing::box<T>& box) const { return std::hash<T>{}(box.get()); }
};

/// Formats as the number inside, by the same specification.
template <patterns::typing::number T, class CharT>
  requires std::default_initializable<std::formatter<T, CharT>>
struct std::formatter<patterns::typing::box<T>, CharT> : std::formatter<T, CharT> {
  template <class Context>
  auto format(const patterns::typing::box<T>& box, Context& context) const {
    return std::formatter<T, CharT>::format(box.get(), context);
  }
};
