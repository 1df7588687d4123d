/// @file
/// Meta core · backend: the seam behind which another technique, such as C++26 reflection, can stand.
///
/// A backend defines, for a class T that is an aggregate:
///   has_base<T>, field_total<T>, fields_have_addresses<T>, field_name_list<T>, fields_of(object)
export module patterns.meta:backend;

export import :portable_backend;
