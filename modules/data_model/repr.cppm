/// @file
/// A5 · repr: a text that shows a value, and all that it is made of, to a developer.
export module patterns.data_model:repr;

import std;
import patterns.meta;

export namespace patterns::data_model {

using meta::has_repr;
using meta::repr;

/// Lets std::format write a record as repr does, if you derive from it:
///
///     template <>
///     struct std::formatter<product> : patterns::data_model::record_formatter<product> {};
///
/// The format is that of a string.
template <class T>
  requires meta::record<T>
struct record_formatter : std::formatter<std::string_view> {
  template <class Context>
  auto format(const T& value, Context& context) const {
    return std::formatter<std::string_view>::format(repr(value), context);
  }
};

}  // namespace patterns::data_model
