/// @file
/// B28 · picklable: which values can be pickled, and why the others cannot.
export module patterns.data_model:picklable;

import std;
import patterns.meta;
import :transient;
import :value_kind;

namespace patterns::data_model::detail {

template <class T>
inline constexpr bool is_transient = false;
template <class T, class Rebuild>
inline constexpr bool is_transient<transient<T, Rebuild>> = true;

template <class T>
concept has_pickle_form = requires { typename T::pickle_form; };

template <class T>
concept not_to_be_pickled = has_pickle_form<T> && std::is_void_v<typename T::pickle_form>;

template <class T>
concept converts_to_pickle_form = requires(const T& value, typename T::pickle_form form) {
  { static_cast<typename T::pickle_form>(value) } -> std::same_as<typename T::pickle_form>;
  T(std::move(form));
};

template <class T>
concept made_of_value = requires(const T& object) { T(std::remove_cvref_t<decltype(object.value())>(object.value())); };

// Only of an enumeration with a fixed underlying type is every number a value.
template <class T>
concept takes_any_number = requires { T{std::underlying_type_t<T>{}}; };

template <class T>
inline constexpr bool is_described_enum = false;
template <meta::scoped_enum T>
inline constexpr bool is_described_enum<T> = !std::same_as<decltype(meta::describe_enum<T>), const meta::not_described>;

struct accepted {};

/// Why a type is not picklable.
template <meta::fixed_string Why>
struct refused {};

/// Which member of a record is not, and why.
template <class Record, meta::fixed_string Member, class Refused>
struct refused_member {};

template <class... Verdicts>
struct first_refusal {
  using type = accepted;
};
template <class Verdict, class... Verdicts>
struct first_refusal<Verdict, Verdicts...> {
  using type = Verdict;
};
template <class... Verdicts>
struct first_refusal<accepted, Verdicts...> : first_refusal<Verdicts...> {};

template <class T, class... Path>
consteval auto judge_pickle();

template <class... Path, class... Parts>
consteval auto judge_parts(part_list<Parts...>) {
  return typename first_refusal<decltype(judge_pickle<Parts, Path...>())...>::type{};
}

template <class T, std::size_t I, class Verdict>
struct verdict_on_member {
  using type = refused_member<T, meta::fixed_string<meta::field_name<T, I>.size()>(meta::field_name<T, I>), Verdict>;
};
template <class T, std::size_t I>
struct verdict_on_member<T, I, accepted> {
  using type = accepted;
};
// The innermost member is the one to be named.
template <class T, std::size_t I, class Record, meta::fixed_string Member, class Refused>
struct verdict_on_member<T, I, refused_member<Record, Member, Refused>> {
  using type = refused_member<Record, Member, Refused>;
};

template <class T, class... Path, std::size_t... I>
consteval auto judge_members(std::index_sequence<I...>) {
  return typename first_refusal<typename verdict_on_member<
      T, I, decltype(judge_pickle<std::remove_cv_t<meta::field_type<T, I>>, T, Path...>())>::type...>::type{};
}

template <class T>
consteval auto judge_pointee() {
  if constexpr (std::is_function_v<T> || !std::default_initializable<T> || !std::is_move_assignable_v<T>) {
    return refused<"what a pointer points to must have a default value and be assignable">{};
  } else if constexpr (!complete_behind_pointer<T>) {
    return refused<"an object of a derived class may be behind a pointer to a polymorphic class">{};
  } else {
    return accepted{};
  }
}

template <class T, class... Path>
consteval auto judge_pickle() {
  constexpr value_kind kind = kind_of<T>;
  if constexpr ((std::same_as<T, Path> || ...) || is_transient<T>) {
    return accepted{};
  } else if constexpr (not_to_be_pickled<T>) {
    return refused<"the class says by its pickle_form that it is not to be pickled">{};
  } else if constexpr (has_pickle_form<T>) {
    if constexpr (!converts_to_pickle_form<T>) {
      return refused<"the class must convert to its pickle_form, and be made of one">{};
    } else if constexpr (holds_pointers<typename T::pickle_form>) {
      return refused<"a pickle_form must hold no pointer: what it points to is read when the class is made">{};
    } else {
      return judge_pickle<typename T::pickle_form, T, Path...>();
    }
  } else if constexpr (kind == value_kind::raw_pointer) {
    return refused<"a raw pointer does not say who owns what it points to">{};
  } else if constexpr (kind == value_kind::view) {
    return refused<"a view does not own what it shows">{};
  } else if constexpr (std::is_volatile_v<T> || std::same_as<T, long double>) {
    return refused<"neither volatile nor long double has a portable form">{};
  } else if constexpr (kind == value_kind::enumeration) {
    if constexpr (takes_any_number<T>) {
      return accepted{};
    } else {
      return refused<"the enumeration must have a fixed underlying type">{};
    }
  } else if constexpr (kind == value_kind::transparent) {
    if constexpr (!made_of_value<T> || holds_pointers<T>) {
      return refused<"a class that wraps a value must be made of that value, and that hold no pointer">{};
    } else {
      return judge_parts<T, Path...>(parts_of<T>{});
    }
  } else if constexpr (is_pointer_kind<T>) {
    using element = std::remove_cv_t<typename T::element_type>;
    if constexpr ((std::same_as<element, Path> || ...)) {
      return judge_pointee<element>();
    } else {
      return typename first_refusal<decltype(judge_pointee<element>()),
                                    decltype(judge_pickle<element, T, Path...>())>::type{};
    }
  } else if constexpr (kind == value_kind::set && holds_pointers<T>) {
    return refused<"an element of a set must hold no pointer">{};
  } else if constexpr (kind == value_kind::map) {
    if constexpr (holds_pointers<typename T::key_type>) {
      return refused<"a key of a map must hold no pointer">{};
    } else {
      return judge_parts<T, Path...>(parts_of<T>{});
    }
  } else if constexpr (holds_pointers<T> && !fillable<T>) {
    return refused<"what holds a pointer must have a default value and be assignable">{};
  } else if constexpr (kind == value_kind::record) {
    return judge_members<T, Path...>(std::make_index_sequence<meta::field_count<T>>{});
  } else if constexpr (kind == value_kind::other) {
    return refused<"it is neither a record nor a container, and has no pickle_form">{};
  } else {
    return judge_parts<T, Path...>(parts_of<T>{});
  }
}

/// `accepted`, or what is in the way: this is what a compiler shows of a value that is not picklable.
template <class T>
using pickle_verdict = decltype(judge_pickle<T>());

template <class Verdict>
concept accepted_by_pickle = std::same_as<Verdict, accepted>;

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// A value that dumps and loads take, with everything that it is made of: numbers, `bool`, enumerations, `std::byte`,
/// durations and time points, texts, records, arrays, lists, sets, maps, `std::optional`, `std::variant`, `std::pair`
/// and `std::tuple`, `std::unique_ptr`, `std::shared_ptr` and `std::weak_ptr`, and transient members of any type.
///
/// A class of another kind says what it is pickled as by a member type `pickle_form` that is picklable, a conversion to
/// it, and a constructor from it, which may refuse what it is given; both may be explicit:
///
///     class temperature {
///      public:
///       using pickle_form = double;
///       explicit temperature(double kelvin);
///       explicit operator double() const;
///     };
///
/// A record may do so too; and a class that is not to be pickled has `using pickle_form = void;`.
///
/// Refused, with the member named in what the compiler says: raw pointers and views, which do not own what they show,
/// `long double`, pointers to polymorphic classes that are not final, pointers among the keys of a map and in a
/// `pickle_form`, and what is pointed to without having a default value.
template <class T>
concept picklable = detail::accepted_by_pickle<detail::pickle_verdict<T>>;

}  // namespace patterns::data_model
