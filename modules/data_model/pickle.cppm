/// @file
/// B28 · dumps and loads: any value as bytes, and back.
///
/// The format, version 1. All numbers are little endian. A `size` is a number of 1 to 10 bytes with 7 bits in each, the
/// lowest first; the eighth bit says that more follow.
///
/// | part | bytes |
/// |---|---|
/// | magic | 93 50 4B 4C |
/// | version | 1 |
/// | fingerprint | 8: FNV-1a of the names and types of all that is in the type |
/// | type | 1 for its length, and its name: of a class as it is spelled, otherwise such as `list<shop::order>` |
/// | value | see below |
/// | objects | what smart pointers point to, in the order in which it was first owned |
///
/// | value of type | bytes |
/// |---|---|
/// | number, enumeration, `std::byte` | as many as in memory |
/// | `bool`, flag | 1: 0 or 1 |
/// | duration, time point, wrapped value | its number, its duration, its value |
/// | record, array, pair, tuple | its fields or elements in their order; nothing of transient ones |
/// | list, text, set, map | a `size`, and the elements; each key before its value |
/// | optional | a flag, and the value if it is 1 |
/// | variant | the index as a `size`, and the value |
/// | `std::unique_ptr` | a flag; the object follows among the objects |
/// | `std::shared_ptr`, `std::weak_ptr` | the object's number as a `size`, from 1 as they are met; 0 for null |
///
/// An element or object without any bytes, as an empty record, is followed by a byte 0.
export module patterns.data_model:pickle;

import std;
import patterns.meta;
import :picklable;
import :pickle_error;
import :pickle_label;
import :pickle_layout;
import :pickle_measure;
import :pickle_reader;
import :pickle_writer;
import :value_kind;

export namespace patterns::data_model {

/// `value` and all that it owns as bytes that loads takes, on any machine.
///
/// Objects that several `std::shared_ptr` share are written once, and may point to each other in a cycle. What a
/// `std::weak_ptr` points to is written if a shared one in `value` owns it; if not, the weak pointer will be expired.
/// Lists of any length behind pointers take no more stack than one element.
///
/// Complexity: linear in the size of `value`. Thread-safety: reads `value` only.
/// @throws pickle_error if records are nested more deeply than the limit, and for a valueless variant
/// Source: row B28; Python's `pickle.dumps`.
template <picklable T>
[[nodiscard]] std::vector<std::byte> dumps(const T& value, pickle_limits limits = {}) {
  const std::string_view label = detail::label_of<T>.view();
  if constexpr (detail::measurable<T>) {
    const std::size_t header = detail::pickle_header_size + label.size();
    std::vector<std::byte> bytes(detail::measure(value, header, {0, limits.max_depth}));
    std::byte* const out = detail::write_pickle_header(label, detail::pickle_fingerprint<T>, bytes.data());
    static_cast<void>(detail::write_measured(value, out));
    return bytes;
  } else {
    return detail::pickle_writer(label, detail::pickle_fingerprint<T>, limits.max_depth).write_all(value);
  }
}

/// The value that dumps made `bytes` of, whoever they come from.
///
/// The type must be the one that was written, by name and by the names and types of its fields. Bytes of any other
/// content are refused, or are those of another value of the type. Never is memory taken for more elements than the
/// bytes that are left can hold: for each byte at most one object of the types in `T`.
///
/// A class is made of its `pickle_form`; an exception other than `std::bad_alloc` from that is nested in a
/// pickle_error. Complexity: linear in the number of bytes. Thread-safety: reads `bytes` only.
/// @throws pickle_error with the offset and what is wrong there
/// Source: row B28; Python's `pickle.loads`, which runs what its input says.
template <picklable T>
  requires std::same_as<T, std::remove_cv_t<T>>
[[nodiscard]] T loads(std::span<const std::byte> bytes, pickle_limits limits = {}) {
  if constexpr (detail::fillable<T>) {
    T value{};
    // Destroyed before the value, because it takes a value apart that it could not finish.
    detail::pickle_reader reader(bytes, limits);
    reader.fill_all(value);
    return value;
  } else {
    return detail::pickle_reader(bytes, limits).read_all<T>();
  }
}

}  // namespace patterns::data_model
