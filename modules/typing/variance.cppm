/// @file
/// B12 · variance: a box that only gives, and a sink that only takes, converted in the direction that is safe.
export module patterns.typing:variance;

import std;
import patterns.meta;
import :null_error;

export namespace patterns::typing {

/// A type of values that a box may give and a sink may take.
template <class T>
concept variable_type = std::is_object_v<T> && !std::is_array_v<T> && std::same_as<T, std::remove_cv_t<T>>;

/// Every `From` is a `To`: it is the same type, or derives from it publicly and unambiguously.
///
/// This is the subtyping that variance is about. A value that can be converted is not meant: an int is no long.
template <class From, class To>
concept readable_as = variable_type<From> && variable_type<To> && std::convertible_to<const From*, const To*>;

/// Thrown when a value would be copied as less than it is.
class slicing_error : public std::invalid_argument {
 public:
  explicit slicing_error(std::string_view as)
      : std::invalid_argument(std::format("read_only_box: a value of a class derived from {} would be sliced", as)) {}
};

template <variable_type T>
class read_only_box;

template <variable_type T>
class sink;

}  // namespace patterns::typing

namespace patterns::typing::detail {

template <class T>
inline constexpr bool is_variance_holder = false;
template <class T>
inline constexpr bool is_variance_holder<read_only_box<T>> = true;
template <class T>
inline constexpr bool is_variance_holder<sink<T>> = true;
template <class T>
inline constexpr bool is_variance_holder<std::reference_wrapper<T>> = true;
template <class T>
inline constexpr bool is_variance_holder<std::shared_ptr<T>> = true;

template <class T>
concept plain_value = !is_variance_holder<T>;

// Known only where the function has one signature: a copy of a polymorphic value is made from its static type.
template <class F>
struct sole_parameter : std::type_identity<void> {};
template <class R, class Arg>
struct sole_parameter<R (*)(Arg)> : std::type_identity<Arg> {};
template <class R, class Arg>
struct sole_parameter<R (*)(Arg) noexcept> : std::type_identity<Arg> {};
template <class R, class F, class Arg>
struct sole_parameter<R (F::*)(Arg)> : std::type_identity<Arg> {};
template <class R, class F, class Arg>
struct sole_parameter<R (F::*)(Arg) const> : std::type_identity<Arg> {};
template <class R, class F, class Arg>
struct sole_parameter<R (F::*)(Arg) noexcept> : std::type_identity<Arg> {};
template <class R, class F, class Arg>
struct sole_parameter<R (F::*)(Arg) const noexcept> : std::type_identity<Arg> {};

template <class F>
struct without_reference_wrapper : std::type_identity<F> {};
template <class F>
struct without_reference_wrapper<std::reference_wrapper<F>> : std::decay<F> {};

template <class F, class T>
consteval auto sole_parameter_of() {
  if constexpr (requires { &F::operator(); }) {
    return sole_parameter<decltype(&F::operator())>{};
  } else if constexpr (requires { &F::template operator()<T>; }) {
    return sole_parameter<decltype(&F::template operator()<T>)> {};
  } else {
    return sole_parameter<F>{};
  }
}

template <class F, class T>
using sole_parameter_t = typename decltype(sole_parameter_of<typename without_reference_wrapper<F>::type, T>())::type;

template <class F, class T>
concept takes_polymorphic_copy = std::is_polymorphic_v<sole_parameter_t<F, T>>;

template <class F, class T>
concept takes_without_slicing = !takes_polymorphic_copy<F, T>;

template <class T>
class consumer {
 public:
  consumer() = default;
  consumer(const consumer&) = delete;
  consumer& operator=(const consumer&) = delete;
  virtual ~consumer() = default;
  virtual void take(const T& value) = 0;
};

template <class T, class F>
class function_consumer final : public consumer<T> {
 public:
  template <class Given>
  explicit function_consumer(Given&& function) : function_(std::forward<Given>(function)) {}
  void take(const T& value) override { static_cast<void>(std::invoke(function_, value)); }

 private:
  F function_;
};

template <class T, class Base>
class narrowed_consumer final : public consumer<T> {
 public:
  explicit narrowed_consumer(std::shared_ptr<consumer<Base>> base) : base_(std::move(base)) {}
  void take(const T& value) override { base_->take(value); }

 private:
  std::shared_ptr<consumer<Base>> base_;
};

}  // namespace patterns::typing::detail

export namespace patterns::typing {

/// A function that may stand behind a sink: it can be called with a `const T&`, and does not take a polymorphic class
/// by value, which would slice what is put. It is looked into where it has one signature, or is one generic lambda; a
/// set of overloads and what std::bind makes are not.
template <class F, class T>
concept sink_function = variable_type<T> && std::invocable<F&, const T&> && detail::takes_without_slicing<F, T>;

/// A value that can be read and not changed. Covariant: a `read_only_box<cat>` is a `read_only_box<animal>`.
///
/// The copies of a box, and the boxes that it is converted to, share one value. So nothing is sliced, and T may be
/// abstract: `read_only_box<animal> pet = cat("Tom")` holds the cat. A box is never empty: a move is a copy. From
/// `std::cref(x)` it refers to x, which must then outlive it; from a `std::shared_ptr` it shares the pointer's object.
///
/// @tparam T  see variable_type
///
/// Complexity: one allocation for a value, none for a reference, a copy or a conversion; a read is one indirection.
/// Thread-safety: as `std::shared_ptr<const T>`. Exceptions: copies and conversions do not throw.
/// Source: row B12; PEP 484, covariant type variables; Castagna, Covariance and contravariance, 1995.
template <variable_type T>
class read_only_box {
 public:
  using value_type = T;

  /// Holds `value`, whole, even if U derives from T.
  /// @throws slicing_error if `value` is of a class derived from U, of which only a U could be copied
  template <class U>
    requires detail::plain_value<std::remove_cvref_t<U>> && readable_as<std::remove_cvref_t<U>, T> &&
             std::constructible_from<std::remove_cvref_t<U>, U>
  read_only_box(U&& value) : value_(std::make_shared<const std::remove_cvref_t<U>>(whole(std::forward<U>(value)))) {}

  /// Holds a U made in place from `args`; U need not be movable.
  template <class U, class... Args>
    requires readable_as<U, T> && std::constructible_from<U, Args...>
  explicit read_only_box(std::in_place_type_t<U>, Args&&... args)
      : value_(std::make_shared<const U>(std::forward<Args>(args)...)) {}

  /// Refers to an object, without owning it.
  template <class U>
    requires readable_as<std::remove_cv_t<U>, T>
  read_only_box(std::reference_wrapper<U> object) noexcept
      : value_(std::shared_ptr<void>(), std::addressof(object.get())) {}

  /// Shares what `pointer` owns.
  /// @throws null_error if it is null
  template <class U>
    requires readable_as<std::remove_cv_t<U>, T>
  read_only_box(std::shared_ptr<U> pointer) : value_(std::move(pointer)) {
    if (value_ == nullptr) {
      throw null_error("read_only_box: the pointer");
    }
  }

  /// The covariant conversion: shares the value of `other`.
  template <class U>
    requires(!std::same_as<U, T>) && readable_as<U, T>
  read_only_box(const read_only_box<U>& other) noexcept : value_(other.value_) {}

  read_only_box(const read_only_box&) noexcept = default;
  read_only_box& operator=(const read_only_box&) noexcept = default;
  ~read_only_box() = default;

  [[nodiscard]] const T& get() const noexcept { return *value_; }
  [[nodiscard]] const T& operator*() const noexcept { return *value_; }
  [[nodiscard]] const T* operator->() const noexcept { return value_.get(); }

 private:
  template <variable_type U>
  friend class read_only_box;

  template <class U>
  [[nodiscard]] static U&& whole(U&& value) {
    using type = std::remove_cvref_t<U>;
    if constexpr (std::is_polymorphic_v<type> && !std::is_final_v<type>) {
      if (typeid(value) != typeid(type)) {
        throw slicing_error(meta::type_name<type>);
      }
    }
    return std::forward<U>(value);
  }

  std::shared_ptr<const T> value_;
};

template <class T>
  requires detail::plain_value<T>
read_only_box(T) -> read_only_box<T>;
template <class T>
read_only_box(std::reference_wrapper<T>) -> read_only_box<std::remove_cv_t<T>>;
template <class T>
read_only_box(std::shared_ptr<T>) -> read_only_box<std::remove_cv_t<T>>;

/// Something that values can be put into and never read from. Contravariant: a `sink<animal>` is a `sink<cat>`, for
/// whoever takes any animal takes cats.
///
/// The copies of a sink, and the sinks that it is converted to, share one function. A value reaches it by reference,
/// whatever sinks it passes on the way, and so is never sliced. A sink is never empty: a move is a copy. `std::ref(f)`
/// makes a sink that refers to f, which must then outlive it.
///
/// @tparam T  see variable_type
///
/// Complexity: `put` is one indirect call, and one more for each conversion that the sink is the result of. A sink and
/// a conversion allocate once.
/// Thread-safety: concurrent calls of `put` call the function concurrently; the rest as `std::shared_ptr`.
/// Exceptions: `put` throws what the function throws.
/// Source: row B12; PEP 484, contravariant type variables.
template <variable_type T>
class sink {
 public:
  using value_type = T;

  /// Takes values by calling `function`; what it returns is dropped.
  /// @throws null_error for a null function pointer or an empty std::function
  template <class F>
    requires(!std::derived_from<std::remove_cvref_t<F>, sink>) && sink_function<std::decay_t<F>, T> &&
            std::constructible_from<std::decay_t<F>, F>
  sink(F&& function)
      : consumer_(std::make_shared<detail::function_consumer<T, std::decay_t<F>>>(
            callable<std::decay_t<F>>(std::forward<F>(function)))) {}

  /// The contravariant conversion: puts into the same function as `other`.
  template <class U>
    requires(!std::same_as<U, T>) && readable_as<T, U>
  sink(const sink<U>& other) : consumer_(std::make_shared<detail::narrowed_consumer<T, U>>(other.consumer_)) {}

  sink(const sink&) noexcept = default;
  sink& operator=(const sink&) noexcept = default;
  ~sink() = default;

  void put(const T& value) const { consumer_->take(value); }

 private:
  template <variable_type U>
  friend class sink;

  template <class Decayed, class F>
  [[nodiscard]] static F&& callable(F&& function) {
    if constexpr (detail::nullable<Decayed>) {
      if (function == nullptr) {
        throw null_error("sink: the function");
      }
    }
    return std::forward<F>(function);
  }

  std::shared_ptr<detail::consumer<T>> consumer_;
};

}  // namespace patterns::typing
