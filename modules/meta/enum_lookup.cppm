/// @file
/// A28 · enum_lookup: the tables of an enumeration, each made when it is first used.
export module patterns.meta:enum_lookup;

import std;
import :backend;
import :enum_index;
import :enumerator;

export namespace patterns::meta {

/// Says that an enumeration has not been described; see describe_enum.
struct not_described {};

/// The enumerators of `E`, written down. Specialize it for an enumeration whose values lie outside of the range that is
/// searched, or one value of which has several names:
///
///     template <>
///     inline constexpr auto patterns::meta::describe_enum<status> =
///         patterns::meta::enumerators<status>({{"ok", status::ok}, {"fine", status::ok}, {"lost", status::lost}});
///
/// The first name of a value is the one that enum_name gives; enum_cast knows them all. Nothing is searched then, which
/// is also what an enumeration costs least to compile with.
template <scoped_enum E>
inline constexpr auto describe_enum = not_described{};

/// What describe_enum is made of. An empty name and a name given twice are refused when the list is used.
template <scoped_enum E, std::size_t Count>
[[nodiscard]] consteval detail::name_list<Count> enumerators(const enumerator<E> (&list)[Count]) {
  static_assert(Count < std::numeric_limits<std::uint16_t>::max(), "describe_enum: more than 65534 names");
  detail::name_list<Count> names;
  for (std::size_t i = 0; i < Count; ++i) {
    names.names[i] = {list[i].name, detail::number_of(list[i].value)};
  }
  return names;
}

}  // namespace patterns::meta

namespace patterns::meta::detail {

template <class E>
inline constexpr bool is_described = !std::is_same_v<decltype(describe_enum<E>), const not_described>;

/// Every name of `E`: as described, or else as found.
template <class E, enum_range Range>
inline constexpr const auto& enum_names = found_names<E, Range>;

template <class E, enum_range Range>
  requires is_described<E>
inline constexpr const auto& enum_names<E, Range> = describe_enum<E>;

template <class E, enum_range Range>
inline constexpr ordered_names ordered_enum{enum_names<E, Range>};

template <class E, enum_range Range>
inline constexpr auto enum_extent = range_of_numbers(enum_names<E, Range>.names, enum_names<E, Range>.size);

template <class E, enum_range Range>
inline constexpr name_table<enum_extent<E, Range>.count> enum_table{
    enum_names<E, Range>.names, enum_names<E, Range>.size, enum_extent<E, Range>.first};

template <class E, enum_range Range>
inline constexpr name_slots<slot_bits(enum_names<E, Range>.size)> enum_slots{enum_names<E, Range>.names,
                                                                             enum_names<E, Range>.size};

template <list_fault Fault>
constexpr void refuse_faulty_list() noexcept {
  static_assert(Fault != list_fault::empty_name, "describe_enum: an enumerator has an empty name");
  static_assert(Fault != list_fault::name_given_twice, "describe_enum: a name is given twice");
}

}  // namespace patterns::meta::detail
