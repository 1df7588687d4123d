/// @file
/// C1 · cache, cache_key, loader: what a cache is, what it can hold under, and what fills it.
export module patterns.caching:concepts;

import std;

namespace patterns::caching::detail {

template <class T, class Value>
concept maybe = requires(T&& result) {
  static_cast<bool>(result);
  { *result } -> std::convertible_to<const Value&>;
};

template <class Hash, class Equal>
concept transparent = requires {
  typename Hash::is_transparent;
  typename Equal::is_transparent;
};

template <class Key>
concept string_key = std::same_as<Key, std::string> || std::same_as<Key, std::string_view>;

}  // namespace patterns::caching::detail

export namespace patterns::caching {

/// The hash of a key unless another is asked for: std::hash.
template <class Key>
struct key_hash {
  [[nodiscard]] std::size_t operator()(const Key& key) const noexcept(noexcept(std::hash<Key>{}(key)))
    requires requires {
      { std::hash<Key>{}(key) } -> std::convertible_to<std::size_t>;
    }
  {
    return std::hash<Key>{}(key);
  }
};

/// The hash of a string, which takes anything that reads as one: a look-up by literal builds no string.
template <class Key>
  requires detail::string_key<Key>
struct key_hash<Key> {
  using is_transparent = void;

  [[nodiscard]] std::size_t operator()(std::string_view key) const noexcept {
    return std::hash<std::string_view>{}(key);
  }
};

/// What entries can be held under: a key that can be stored, hashed and compared.
///
/// Stands where Python would accept any object and fail on the first look-up of an unhashable one.
/// `Hash` and `Equal` may throw: a cache is unchanged when they do. Their own contract is that of std::unordered_map.
template <class Key, class Hash = key_hash<Key>, class Equal = std::equal_to<>>
concept cache_key = std::move_constructible<Key> && requires(const Hash& hash, const Equal& equal, const Key& key) {
  { hash(key) } -> std::convertible_to<std::size_t>;
  { equal(key, key) } -> std::convertible_to<bool>;
};

/// What a look-up may be asked with besides `Key` itself: anything, when both `Hash` and `Equal` are transparent.
template <class Query, class Key, class Hash, class Equal>
concept lookup_key =
    std::same_as<Query, Key> || (detail::transparent<Hash, Equal> &&
                                 requires(const Hash& hash, const Equal& equal, const Query& query, const Key& key) {
                                   { hash(query) } -> std::convertible_to<std::size_t>;
                                   { equal(key, query) } -> std::convertible_to<bool>;
                                 });

/// What finds the value of a key that is not in the cache, such as a query; it reports failure by throwing.
template <class Fn, class Key, class Value>
concept loader = std::invocable<Fn&, const Key&> && std::convertible_to<std::invoke_result_t<Fn&, const Key&>, Value>;

/// What makes the new value of an entry of the present one, which it is given a pointer to, or null if there is none;
/// an empty optional says that there shall be none.
template <class Fn, class Value>
concept entry_function = std::move_constructible<Value> && std::invocable<Fn&, const Value*> &&
                         std::convertible_to<std::invoke_result_t<Fn&, const Value*>, std::optional<Value>>;

/// What every cache of this module can do, whatever its bound, its expiry or its threads.
///
/// `get` gives something that is true when the key was there and then dereferences to the value: a pointer where one
/// thread owns the cache, an optional where several share it.
template <class Cache>
concept cache =
    requires {
      typename Cache::key_type;
      typename Cache::mapped_type;
    } && requires(Cache& cache, const Cache& reader, const typename Cache::key_type& key,
                  typename Cache::mapped_type value) {
      { cache.get(key) } -> detail::maybe<typename Cache::mapped_type>;
      cache.put(key, std::move(value));
      { cache.erase(key) } -> std::same_as<bool>;
      { reader.contains(key) } -> std::same_as<bool>;
      cache.clear();
      { reader.size() } -> std::same_as<std::size_t>;
    };

}  // namespace patterns::caching
