/// @file
/// A4 · layout: where the fields of a record lie, and how much of it is padding.
export module patterns.data_model:layout;

import std;
import patterns.meta;

export namespace patterns::data_model {

/// Where one field lies in its record. Sizes and offsets are in bytes.
struct member_layout {
  std::string_view name;
  std::string_view type;
  std::size_t offset;
  std::size_t size;
  std::size_t alignment;

  [[nodiscard]] bool operator==(const member_layout&) const = default;
};

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

/// The bytes of a `T` that hold no value, those inside of its fields included.
template <class T>
consteval std::size_t padding_of();

template <class T, std::size_t... I>
consteval std::size_t padding_of_fields(std::index_sequence<I...>) {
  // An empty field takes no room of its own, or one byte that is nothing but padding.
  const std::size_t values = (std::size_t{0} + ... +
                              (std::is_empty_v<meta::field_type<T, I>>
                                   ? 0
                                   : sizeof(meta::field_type<T, I>) - padding_of<meta::field_type<T, I>>()));
  return sizeof(T) - values;
}

template <class T>
consteval std::size_t padding_of() {
  if constexpr (std::is_array_v<T>) {
    return std::extent_v<T> * padding_of<std::remove_extent_t<T>>();
  } else if constexpr (meta::record<T>) {
    return padding_of_fields<T>(std::make_index_sequence<meta::field_count<T>>{});
  } else {
    return 0;
  }
}

// Storage for a T that is never made. Naming a member of it is allowed ([basic.life]), reading one would not be.
template <class T>
union never_made {
  never_made() noexcept {}
  ~never_made() {}
  T object;
};

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// A record without a byte of padding, so that its bytes are its fields: what a file format or a network message wants.
///
/// Fields that are records, or arrays of them, must have none either; other fields count as full.
template <class T>
concept no_padding = meta::record<T> && detail::padding_of<std::remove_cv_t<T>>() == 0;

/// What the compiler made of the record `T`; see layout_of.
template <meta::record T>
class record_layout {
 public:
  /// The size of a `T`.
  [[nodiscard]] static consteval std::size_t size() noexcept { return sizeof(T); }

  /// The alignment of a `T`.
  [[nodiscard]] static consteval std::size_t alignment() noexcept { return alignof(T); }

  /// How many bytes of a `T` hold no value, those inside of fields that are records included.
  [[nodiscard]] static consteval std::size_t padding() noexcept { return detail::padding_of<std::remove_cv_t<T>>(); }

  /// The fields in the order of their declaration.
  [[nodiscard]] static const std::array<member_layout, meta::field_count<T>>& members() noexcept {
    static const auto list = []<std::size_t... I>(std::index_sequence<I...>) {
      return std::array<member_layout, sizeof...(I)>{member_at<I>()...};
    }(std::make_index_sequence<meta::field_count<T>>{});
    return list;
  }

  /// The field called `Name`; an unknown name is refused at compile time.
  template <meta::fixed_string Name>
    requires meta::has_field<T, Name>
  [[nodiscard]] static member_layout member() noexcept {
    return member_at<meta::field_index<T>(Name)>();
  }

 private:
  template <std::size_t I>
  [[nodiscard]] static member_layout member_at() noexcept {
    using field = meta::field_type<T, I>;
    const detail::never_made<std::remove_cv_t<T>> storage;
    const auto* const start = reinterpret_cast<const std::byte*>(std::addressof(storage));
    const auto* const place = reinterpret_cast<const std::byte*>(std::addressof(meta::get_field<I>(storage.object)));
    return {meta::field_name<T, I>, meta::type_name<field>, static_cast<std::size_t>(place - start), sizeof(field),
            alignof(field)};
  }
};

/// Sizes, offsets and padding of the record `T`: `layout_of<header>().member<"length">().offset`.
///
/// What a class is without is settled when it is compiled: there is no `__dict__` to do without, and an unknown name is
/// a compile error. Sizes and padding are constants; an offset is folded into one with optimization. Thread-safety:
/// any. Source: row A4; Python's `__slots__`.
template <meta::record T>
[[nodiscard]] constexpr record_layout<T> layout_of() noexcept {
  return {};
}

}  // namespace patterns::data_model
