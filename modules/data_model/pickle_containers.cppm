/// @file
/// B28 · pickle_containers: lists, texts, sets and maps out of the bytes of a pickle.
export module patterns.data_model:pickle_containers;

import std;
import :pickle_layout;
import :pickle_source;
import :value_kind;

namespace patterns::data_model::detail {

template <class T>
concept holds_keys_once = requires(T& values, typename T::value_type value) {
  { values.insert(std::move(value)).second } -> std::convertible_to<bool>;
};

/// What may be read through a pointer to it: the bytes of the pickle are such.
template <class T>
concept byte_like = std::same_as<T, char> || std::same_as<T, unsigned char> || std::same_as<T, std::byte>;

template <class T>
concept text_of_bytes = requires(T& text, const typename T::value_type* from, std::size_t size) {
  requires byte_like<typename T::value_type>;
  text.assign(from, size);
};

template <class T>
concept list_of_bytes = requires(T& list, const typename T::value_type* from) {
  requires byte_like<typename T::value_type>;
  list.assign(from, from);
};

template <class T>
void reserve_room(T& values, std::size_t count) {
  if constexpr (requires { values.reserve(count); }) {
    values.reserve(count);
  }
}

template <class T>
void refuse_key_twice(const pickle_source& source, const T& values, std::size_t expected, const std::byte* at) {
  if (holds_keys_once<T> && values.size() != expected) {
    source.refuse(at, "a map has a key twice");
  }
}

template <class Reader, class T>
[[nodiscard]] const std::byte* fill_sequence(Reader& reader, T& values, const std::byte* next, reading_bounds within) {
  using element = typename T::value_type;
  constexpr std::size_t smallest = smallest_size<element>;
  if constexpr (std::ranges::contiguous_range<T&> && plain_bytes<element>) {
    const std::size_t count = reader.source().template read_count<sizeof(element)>(next);
    const std::size_t size = count * sizeof(element);
    if constexpr (text_of_bytes<T>) {
      values.assign(reinterpret_cast<const element*>(next), count);
    } else if constexpr (list_of_bytes<T>) {
      const auto* const first = reinterpret_cast<const element*>(next);
      values.assign(first, first + count);
    } else if (values.resize(count); size != 0) {
      std::memcpy(std::ranges::data(values), next, size);
    }
    return next + size;
  } else if constexpr (of_fixed_size<element>) {
    // auto&&, because what std::vector<bool> has for an element is no bool.
    values.resize(reader.source().template read_count<fixed_size<element>>(next));
    for (auto&& each : values) {
      element read{};
      next = reader.source().read_fixed(read, next);
      each = std::move(read);
    }
    return next;
  } else if constexpr (fillable<element>) {
    std::size_t left = reader.template claim<smallest>(next, within);
    values.clear();
    values.resize(left);
    for (element& each : values) {
      --left;
      next = reader.template end_element<element>(reader.fill(each, next, within.reserving(left * smallest)));
    }
    return next;
  } else {
    std::size_t left = reader.template claim<smallest>(next, within);
    values.clear();
    reserve_room(values, left);
    while (left-- != 0) {
      values.push_back(reader.template read<element>(next, within.reserving(left * smallest)));
      next = reader.template end_element<element>(next);
    }
    return next;
  }
}

template <class Reader, class T>
[[nodiscard]] const std::byte* fill_set(Reader& reader, T& values, const std::byte* next, reading_bounds within) {
  using element = typename T::value_type;
  constexpr std::size_t smallest = smallest_size<element>;
  const std::size_t count = reader.template claim<smallest>(next, within);
  values.clear();
  reserve_room(values, count);
  for (std::size_t i = 1; i <= count; ++i) {
    const std::byte* const at = next;
    values.insert(values.end(), reader.template read<element>(next, within.reserving((count - i) * smallest)));
    next = reader.template end_element<element>(next);
    if (holds_keys_once<T> && values.size() != i) {
      reader.source().refuse(at, "a set has an element twice");
    }
  }
  return next;
}

template <class Reader, class T>
[[nodiscard]] const std::byte* fill_map(Reader& reader, T& values, const std::byte* next, reading_bounds within) {
  using key_type = typename T::key_type;
  using mapped_type = typename T::mapped_type;
  constexpr std::size_t smallest = smallest_size<key_type> + find_smallest_size<mapped_type>();
  const std::size_t count = reader.template claim<smallest>(next, within);
  values.clear();
  reserve_room(values, count);
  for (std::size_t i = 1; i <= count; ++i) {
    const std::byte* const at = next;
    const reading_bounds inside = within.reserving((count - i) * smallest);
    auto key = reader.template read<key_type>(next, inside);
    next = reader.template end_element<key_type>(next);
    if constexpr (fillable<mapped_type>) {
      const auto place = values.emplace_hint(values.end(), std::piecewise_construct,
                                             std::forward_as_tuple(std::move(key)), std::forward_as_tuple());
      refuse_key_twice(reader.source(), values, i, at);
      next = reader.fill(place->second, next, inside);
    } else {
      values.emplace_hint(values.end(), std::move(key), reader.template read<mapped_type>(next, inside));
      refuse_key_twice(reader.source(), values, i, at);
    }
  }
  return next;
}

}  // namespace patterns::data_model::detail
