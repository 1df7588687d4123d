/// @file
/// B2 · traced: an object of which every use is reported, with the place in the code that it comes from.
export module patterns.data_model:traced;

import std;
import patterns.meta;

export namespace patterns::data_model {

/// How a traced object is used.
enum class trace_kind {
  /// A field is read.
  read,
  /// A field is assigned to.
  write,
  /// A member function is called.
  call,
  /// `->`: which member it leads to cannot be seen.
  arrow,
  /// `*`: what is done with the reference cannot be seen.
  star,
};

/// One use of a traced object.
struct trace_event {
  /// The type of the object, without its scope.
  std::string_view type;
  /// The name of the field or function; empty where it cannot be seen.
  std::string_view member;
  trace_kind kind;
  /// Whether the object was reached as const.
  bool is_const;
  /// Where the use stands in the code.
  std::source_location where;

  /// `read account::balance`, `call const account::report`, `arrow account`.
  [[nodiscard]] inline std::string text() const {
    return std::format("{} {}{}{}{}", meta::enum_name(kind), is_const ? "const " : "", type,
                       member.empty() ? "" : "::", member);
  }
};

/// What uses are reported to. It is called as const, because uses may meet in it.
template <class Sink>
concept trace_sink =
    std::is_object_v<Sink> && std::move_constructible<Sink> && std::invocable<const Sink&, const trace_event&>;

/// The sink that nothing reaches: an object that is traced into it costs what the object does.
struct null_sink {
  constexpr void operator()(const trace_event&) const noexcept {}
};

/// Thrown for a sink that is a null pointer; names what was to be traced into it.
class missing_sink : public std::invalid_argument {
 public:
  explicit missing_sink(std::string_view type)
      : std::invalid_argument(std::format("traced: the sink of {} is a null pointer", type)) {}
};

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

template <auto Member, class T>
concept field_pointer_of = std::is_member_object_pointer_v<decltype(Member)> && std::invocable<decltype(Member), T&>;

template <auto Member, class T, class... Args>
concept function_pointer_of =
    std::is_member_function_pointer_v<decltype(Member)> && std::invocable<decltype(Member), T&, Args...>;

template <class Field, class Value>
concept takes_value = std::is_assignable_v<Field, Value>;

// A null pointer that stands for no sink is not made by default.
template <class Sink>
concept sink_of_itself = std::is_class_v<Sink> && std::default_initializable<Sink>;

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// A traced object as it is used from one place in the code. Made by traced::here, and good as long as the object.
///
/// Each use is reported before it comes about. If the sink throws, it does not.
///
/// @tparam T  const where the traced object is
template <class T, trace_sink Sink>
class traced_use {
 public:
  constexpr traced_use(T& object, const Sink& sink, std::source_location where) noexcept
      : object_(object), sink_(sink), where_(where) {}
  traced_use(const traced_use&) = delete;
  traced_use& operator=(const traced_use&) = delete;
  constexpr ~traced_use() = default;

  /// The field of a record: `read<"balance">()`.
  template <meta::fixed_string Name>
    requires meta::has_field<T, Name>
  [[nodiscard]] constexpr const auto& read() const {
    report(trace_kind::read, Name.view());
    return meta::get_field<Name>(std::as_const(object_));
  }
  /// The field of any class: `read<&account::balance>()`.
  template <auto Field>
    requires detail::field_pointer_of<Field, T>
  [[nodiscard]] constexpr const auto& read() const {
    report(trace_kind::read, meta::member_name<Field>);
    return std::invoke(Field, std::as_const(object_));
  }

  /// Assigns `value` to a field of a record: `write<"balance">(5)`.
  template <meta::fixed_string Name, class Value>
    requires meta::has_field<T, Name> && detail::takes_value<decltype(meta::get_field<Name>(std::declval<T&>())), Value>
  constexpr void write(Value&& value) const {
    report(trace_kind::write, Name.view());
    meta::get_field<Name>(object_) = std::forward<Value>(value);
  }
  /// Assigns `value` to a field of any class: `write<&account::balance>(5)`.
  template <auto Field, class Value>
    requires detail::field_pointer_of<Field, T> && detail::takes_value<std::invoke_result_t<decltype(Field), T&>, Value>
  constexpr void write(Value&& value) const {
    report(trace_kind::write, meta::member_name<Field>);
    std::invoke(Field, object_) = std::forward<Value>(value);
  }

  /// Calls a member function: `call<&account::deposit>(5)`.
  template <auto Function, class... Args>
    requires detail::function_pointer_of<Function, T, Args...>
  constexpr decltype(auto) call(Args&&... args) const {
    report(trace_kind::call, meta::member_name<Function>);
    return std::invoke(Function, object_, std::forward<Args>(args)...);
  }

  /// For one member, which is read, written or called as if the object were not traced.
  [[nodiscard]] constexpr T* operator->() const {
    report(trace_kind::arrow, {});
    return std::addressof(object_);
  }

  /// The object, for whatever takes it by reference.
  [[nodiscard]] constexpr T& operator*() const {
    report(trace_kind::star, {});
    return object_;
  }

 private:
  constexpr void report([[maybe_unused]] trace_kind kind, [[maybe_unused]] std::string_view member) const {
    if constexpr (!std::same_as<Sink, null_sink>) {
      std::invoke(sink_, trace_event{meta::unqualified_name<T>, member, kind, std::is_const_v<T>, where_});
    }
  }

  T& object_;
  const Sink& sink_;
  std::source_location where_;
};

/// An object that can only be used in ways that are reported: which member, how, and from where in the code.
///
///     traced watched(account(), print);
///     watched.here().read<"balance">();          // read account::balance
///     watched.here().call<&account::deposit>(5); // call account::deposit
///     watched.here()->deposit(5);                // arrow account
///
/// `here()` is what learns the place, which an operator cannot ask for. A const object is used as const. A copy is
/// traced as well; that it is made is not reported. With null_sink it has the size of T, and costs, optimized, the
/// machine code of the plain use.
///
/// For an object that is owned elsewhere, or to be told how a call ended, see design::logging_proxy.
///
/// @tparam T     a type of objects
/// @tparam Sink  what each use is reported to; see trace_sink
///
/// Complexity: one call of the sink a use. Thread-safety: as T, if the sink may be called by several threads.
/// Exceptions: those of the sink, and then the use does not come about; those of the use.
/// Source: row B2; Python's `__getattribute__`.
template <class T, trace_sink Sink = null_sink>
  requires std::is_object_v<T> && std::same_as<T, std::remove_cv_t<T>>
class traced {
 public:
  using value_type = T;
  using sink_type = Sink;

  constexpr traced()
    requires std::default_initializable<T> && detail::sink_of_itself<Sink>
  = default;
  constexpr explicit traced(T object)
    requires detail::sink_of_itself<Sink>
      : object_(std::move(object)) {}
  /// @throws missing_sink if `sink` is a null pointer
  constexpr traced(T object, Sink sink) : object_(std::move(object)), sink_(std::move(sink)) {
    if constexpr (std::is_pointer_v<Sink>) {
      if (sink_ == nullptr) {
        throw missing_sink(meta::unqualified_name<T>);
      }
    }
  }

  /// The object, for use from the place where this is called.
  [[nodiscard]] constexpr traced_use<T, Sink> here(
      std::source_location where = std::source_location::current()) & noexcept {
    return {object_, sink_, where};
  }
  [[nodiscard]] constexpr traced_use<const T, Sink> here(
      std::source_location where = std::source_location::current()) const& noexcept {
    return {object_, sink_, where};
  }

 private:
  T object_{};
  [[no_unique_address]] Sink sink_{};
};

template <class T>
traced(T) -> traced<T>;
template <class T, class Sink>
traced(T, Sink) -> traced<T, Sink>;

}  // namespace patterns::data_model
