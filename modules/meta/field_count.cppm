/// @file
/// Meta core · count_fields: how many fields an aggregate has, found by trying initializers.
export module patterns.meta:field_count;

import std;

namespace patterns::meta::detail {

/// Stands for a value of whatever type an initializer asks for.
struct any_value {
  std::size_t index;
  // Never called, but defined: the constructor of a std::optional that takes it apart may be instantiated.
  template <class U>
  operator U() const noexcept {
    std::terminate();
  }
};

/// Stands for a value of a base class of `T` for which `Accepted` holds, and of nothing else.
template <class T, template <class> class Accepted>
struct any_base_of {
  template <class U>
    requires(std::is_base_of_v<U, T> && !std::is_same_v<U, T> && Accepted<U>::value)
  operator U() const noexcept;
};

/// Stands for a value that becomes nothing else: only what takes anything at all, as std::any does, takes it.
struct no_value {};

template <class T, std::size_t... I>
consteval bool takes(std::index_sequence<I...>) {
  return requires { T{any_value{I}...}; };
}

template <class T, std::size_t... Before, std::size_t... After>
consteval bool takes_empty_list(std::index_sequence<Before...>, std::index_sequence<After...>) {
  return requires { T{any_value{Before}..., {}, any_value{After}...}; };
}

template <class T, std::size_t... Before, std::size_t... Inner, std::size_t... After>
consteval bool takes_list(std::index_sequence<Before...>, std::index_sequence<Inner...>,
                          std::index_sequence<After...>) {
  return requires { T{any_value{Before}..., {any_value{Inner}...}, any_value{After}...}; };
}

template <class T, class Value, std::size_t... Before, std::size_t... After>
consteval bool takes_value(std::index_sequence<Before...>, std::index_sequence<After...>) {
  return requires { T{any_value{Before}..., Value{}, any_value{After}...}; };
}

/// T accepts `Count` initializers. Each element of an array takes one of its own, because braces may be left out.
template <class T, std::size_t Count>
inline constexpr bool takes_values = takes<T>(std::make_index_sequence<Count>{});

/// T accepts `Before` values, then `{}`, then `After` values.
template <class T, std::size_t Before, std::size_t After>
inline constexpr bool takes_empty_at =
    takes_empty_list<T>(std::make_index_sequence<Before>{}, std::make_index_sequence<After>{});

/// T accepts `Before` values, then a list of `Inner`, then `After` values.
template <class T, std::size_t Before, std::size_t Inner, std::size_t After>
inline constexpr bool takes_list_at = takes_list<T>(
    std::make_index_sequence<Before>{}, std::make_index_sequence<Inner>{}, std::make_index_sequence<After>{});

inline constexpr std::size_t none = static_cast<std::size_t>(-1);

// The counts that T takes are one interval. It begins above zero when a field must be given: a const one, one without
// a default constructor.
template <class T, std::size_t Count = 0>
consteval std::size_t fewest_values() {
  if constexpr (takes_values<T, Count>) {
    return Count;
  } else if constexpr (Count < 256) {
    return fewest_values<T, Count + 1>();
  } else {
    return none;
  }
}

template <class T, std::size_t Taken, std::size_t Refused>
consteval std::size_t most_values_between() {
  constexpr std::size_t middle = Taken + (Refused - Taken) / 2;
  if constexpr (middle == Taken) {
    return Taken;
  } else if constexpr (takes_values<T, middle>) {
    return most_values_between<T, middle, Refused>();
  } else {
    return most_values_between<T, Taken, middle>();
  }
}

template <class T, std::size_t Taken, std::size_t Step = 1>
consteval std::size_t most_values() {
  if constexpr (takes_values<T, Taken + Step>) {
    return most_values<T, Taken + Step, Step * 2>();
  } else {
    return most_values_between<T, Taken, Taken + Step>();
  }
}

template <class T, std::size_t Before, std::size_t Taken, std::size_t Refused>
consteval std::size_t most_values_after() {
  constexpr std::size_t middle = Taken + (Refused - Taken) / 2;
  if constexpr (middle == Taken) {
    return Taken;
  } else if constexpr (takes_empty_at<T, Before, middle>) {
    return most_values_after<T, Before, middle, Refused>();
  } else {
    return most_values_after<T, Before, Taken, middle>();
  }
}

// A list of exactly as many values as the field takes leaves no room for one value more behind it; a list that
// initializes a field of one value does.
template <class T, std::size_t Values, std::size_t Before, std::size_t Width = 2>
consteval std::size_t values_by_list() {
  if constexpr (Before + Width > Values) {
    return 1;
  } else if constexpr (takes_list_at<T, Before, Width, Values - Before - Width> &&
                       !takes_list_at<T, Before, Width, Values - Before - Width + 1>) {
    return Width;
  } else {
    return values_by_list<T, Values, Before, Width + 1>();
  }
}

/// How many of the `Values` initializers belong to the field that begins behind `Before` of them.
template <class T, std::size_t Values, std::size_t Before>
consteval std::size_t values_of_field() {
  constexpr std::size_t rest = Values - Before - 1;
  if constexpr (takes_empty_at<T, Before, rest>) {
    return 1;
  } else if constexpr (takes_empty_at<T, Before, 0>) {
    return Values - Before - most_values_after<T, Before, 0, rest>();
  } else {
    return values_by_list<T, Values, Before>();
  }
}

template <class T, std::size_t Values, std::size_t Before = 0>
consteval std::size_t count_from() {
  if constexpr (Before >= Values) {
    return 0;
  } else {
    return 1 + count_from<T, Values, Before + values_of_field<T, Values, Before>()>();
  }
}

template <class T>
consteval std::size_t count_values() {
  constexpr std::size_t fewest = fewest_values<T>();
  if constexpr (fewest == none) {
    return none;
  } else {
    return most_values<T, fewest>();
  }
}

template <class T>
inline constexpr std::size_t value_count = count_values<T>();

/// The initializer behind `Before` others is for a base class for which `Accepted` holds.
///
/// One value more must be refused: it would be taken if the braces of the base class had been left out, and the value
/// were for a base class of that.
template <class T, template <class> class Accepted, std::size_t Before>
consteval bool initializes_base() {
  using base = any_base_of<T, Accepted>;
  constexpr std::make_index_sequence<Before> before{};
  constexpr std::make_index_sequence<value_count<T> - Before - 1> after{};
  constexpr std::make_index_sequence<value_count<T> - Before> one_more{};
  return takes_value<T, base>(before, after) && !takes_value<T, no_value>(before, after) &&
         !takes_value<T, base>(before, one_more);
}

/// How many of the initializers, counted from the first, are for base classes for which `Accepted` holds.
template <class T, template <class> class Accepted, std::size_t Before = 0>
consteval std::size_t count_bases() {
  if constexpr (value_count<T> == none || Before >= value_count<T>) {
    return Before;
  } else if constexpr (initializes_base<T, Accepted, Before>()) {
    return count_bases<T, Accepted, Before + 1>();
  } else {
    return Before;
  }
}

template <class>
struct whatever : std::true_type {};

/// The number of base classes.
template <class T>
inline constexpr std::size_t base_count = count_bases<T, whatever>();

template <class T>
consteval std::size_t count_fields();

// An empty class may have a field all the same: an empty one, with [[no_unique_address]].
template <class T>
consteval bool has_no_field() {
  if constexpr (std::is_empty_v<T> && std::is_aggregate_v<T>) {
    return count_fields<T>() == 0;
  } else {
    return std::is_empty_v<T>;
  }
}

template <class T>
struct without_field : std::bool_constant<has_no_field<T>()> {};

/// False if a base class may have fields.
template <class T>
inline constexpr bool bases_empty = base_count<T> == count_bases<T, without_field>();

/// The number of fields, or `none` if T cannot be initialized from values (a reference member, for one).
template <class T>
consteval std::size_t count_fields() {
  if constexpr (value_count<T> == none) {
    return none;
  } else {
    return count_from<T, value_count<T>>() - base_count<T>;
  }
}

}  // namespace patterns::meta::detail
