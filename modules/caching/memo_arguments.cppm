/// @file
/// C3 · memo_argument: what of a call is kept, so that the next call can be compared with it.
export module patterns.caching:memo_arguments;

import std;
import :concepts;

namespace patterns::caching::detail {

/// What is kept of an argument: its value. A view would outlive what it looks at, so its characters are kept.
template <class Arg>
struct kept_argument {
  using type = Arg;
};

template <class Char, class Traits>
struct kept_argument<std::basic_string_view<Char, Traits>> {
  using type = std::basic_string<Char, Traits>;
};

template <class Arg>
using kept_argument_t = typename kept_argument<std::remove_cvref_t<Arg>>::type;

template <class T>
concept text_character = std::same_as<T, char> || std::same_as<T, wchar_t> || std::same_as<T, char8_t> ||
                         std::same_as<T, char16_t> || std::same_as<T, char32_t>;

/// What a call may give for a parameter: what the function itself takes, and any text for a std::string.
template <class Given, class Arg>
concept given_for =
    std::is_convertible_v<const std::remove_cvref_t<Given>&, Arg> ||
    (string_key<kept_argument_t<Arg>> && std::is_convertible_v<const std::remove_cvref_t<Given>&, std::string_view>);

/// An argument as it is looked up: without a copy where the caller has one that is kept, or a string to be read.
template <class Arg, class Given>
[[nodiscard]] constexpr decltype(auto) as_kept(const Given& given) {
  using kept = kept_argument_t<Arg>;
  if constexpr (std::same_as<Given, kept>) {
    return static_cast<const kept&>(given);
  } else if constexpr (string_key<kept> && std::is_convertible_v<const Given&, std::string_view>) {
    return static_cast<std::string_view>(given);
  } else {
    return static_cast<kept>(static_cast<Arg>(given));
  }
}

// The finalizer of splitmix64: std::hash of an integer is the integer itself, and sums of those collide.
[[nodiscard]] constexpr std::size_t mix_argument_hash(std::size_t seed, std::size_t hash) noexcept {
  std::uint64_t mixed = seed + 0x9e3779b97f4a7c15U + hash;
  mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
  return static_cast<std::size_t>(mixed ^ (mixed >> 31U));
}

template <class Kept, class Query>
concept hashed_as = requires(const Query& query) {
  { key_hash<Kept>{}(query) } -> std::convertible_to<std::size_t>;
};

template <class Kept, class Query>
concept compared_with = requires(const Kept& kept, const Query& query) {
  { kept == query } -> std::convertible_to<bool>;
};

template <class Key, class Query, std::size_t... I>
[[nodiscard]] constexpr bool all_hashed(std::index_sequence<I...>) {
  return (hashed_as<std::tuple_element_t<I, Key>, std::remove_cvref_t<std::tuple_element_t<I, Query>>> && ...);
}

template <class Key, class Query, std::size_t... I>
[[nodiscard]] constexpr bool all_compared(std::index_sequence<I...>) {
  return (compared_with<std::tuple_element_t<I, Key>, std::remove_cvref_t<std::tuple_element_t<I, Query>>> && ...);
}

/// The hash of arguments that are kept as the tuple `Key`, and of those that are looked up.
template <class Key>
struct arguments_hash {
  using is_transparent = void;
  using positions = std::make_index_sequence<std::tuple_size_v<Key>>;

  template <class... Query>
    requires(sizeof...(Query) == std::tuple_size_v<Key> && all_hashed<Key, std::tuple<Query...>>(positions()))
  [[nodiscard]] std::size_t operator()(const std::tuple<Query...>& query) const {
    return of(query, positions());
  }

 private:
  template <class Query, std::size_t... I>
  [[nodiscard]] static std::size_t of([[maybe_unused]] const Query& query, std::index_sequence<I...>) {
    std::size_t hash = 0;
    ((hash = mix_argument_hash(hash, key_hash<std::tuple_element_t<I, Key>>{}(std::get<I>(query)))), ...);
    return hash;
  }
};

template <class Key>
struct arguments_equal {
  using is_transparent = void;
  using positions = std::make_index_sequence<std::tuple_size_v<Key>>;

  template <class... Query>
    requires(sizeof...(Query) == std::tuple_size_v<Key> && all_compared<Key, std::tuple<Query...>>(positions()))
  [[nodiscard]] bool operator()(const Key& key, const std::tuple<Query...>& query) const {
    return of(key, query, positions());
  }

 private:
  template <class Query, std::size_t... I>
  [[nodiscard]] static bool of([[maybe_unused]] const Key& key, [[maybe_unused]] const Query& query,
                               std::index_sequence<I...>) {
    return (static_cast<bool>(std::get<I>(key) == std::get<I>(query)) && ...);
  }
};

/// The signature of what has one: a function, or an object whose call is neither overloaded nor a template.
template <class Fn>
struct function_signature;
template <class R, class... Args>
struct function_signature<R (*)(Args...)> {
  using type = R(Args...);
};
template <class R, class... Args>
struct function_signature<R (*)(Args...) noexcept> {
  using type = R(Args...);
};
template <class C, class R, class... Args>
struct function_signature<R (C::*)(Args...)> {
  using type = R(Args...);
};
template <class C, class R, class... Args>
struct function_signature<R (C::*)(Args...) const> {
  using type = R(Args...);
};
template <class C, class R, class... Args>
struct function_signature<R (C::*)(Args...) noexcept> {
  using type = R(Args...);
};
template <class C, class R, class... Args>
struct function_signature<R (C::*)(Args...) const noexcept> {
  using type = R(Args...);
};
template <class Fn>
  requires requires { &Fn::operator(); }
struct function_signature<Fn> : function_signature<decltype(&Fn::operator())> {};

template <class Fn>
using function_signature_t = typename function_signature<Fn>::type;

}  // namespace patterns::caching::detail

export namespace patterns::caching {

/// A parameter whose argument can be kept, to know it again: by value or by reference to const, and copyable.
///
/// A function is no longer pure that changes its argument through a reference, and one that consumes it leaves nothing
/// to be kept. The address of characters says nothing of the text: take a std::string_view, whose text is kept. Any
/// other pointer counts as what it is, an address.
template <class Arg>
concept memo_argument = (!std::is_reference_v<Arg> || std::is_const_v<std::remove_reference_t<Arg>>) &&
                        !std::is_rvalue_reference_v<Arg> && std::copy_constructible<detail::kept_argument_t<Arg>> &&
                        (!std::is_pointer_v<std::remove_cvref_t<Arg>> ||
                         !detail::text_character<std::remove_cv_t<std::remove_pointer_t<std::remove_cvref_t<Arg>>>>);

/// A result that can be kept and given to each caller: no reference, which is not the function's to keep.
template <class R>
concept memo_result = std::is_object_v<R> && std::copy_constructible<R>;

}  // namespace patterns::caching

namespace patterns::caching::detail {

template <class Signature>
struct memo_parts;
template <class R, class... Args>
struct memo_parts<R(Args...)> {
  using result = R;
  using key = std::tuple<kept_argument_t<Args>...>;
  static constexpr bool all_can_be_kept = (memo_argument<Args> && ...);

  template <class... Given>
  using query = std::tuple<decltype(as_kept<Args>(std::declval<const Given&>()))...>;
};

template <class Signature>
inline constexpr bool each_is_memo_argument = memo_parts<Signature>::all_can_be_kept;

template <class Signature>
using memo_key = typename memo_parts<Signature>::key;

/// Arguments of these types as they are looked up.
template <class Signature, class... Given>
using memo_query = typename memo_parts<Signature>::template query<std::remove_cvref_t<Given>...>;

}  // namespace patterns::caching::detail

export namespace patterns::caching {

/// The signature of a function whose answers can be kept: a memo_result, of nothing but memo_arguments, which together
/// are a cache_key.
template <class Signature>
concept memo_signature = std::is_function_v<Signature> && memo_result<typename detail::memo_parts<Signature>::result> &&
                         detail::each_is_memo_argument<Signature> &&
                         cache_key<detail::memo_key<Signature>, detail::arguments_hash<detail::memo_key<Signature>>,
                                   detail::arguments_equal<detail::memo_key<Signature>>>;

}  // namespace patterns::caching
