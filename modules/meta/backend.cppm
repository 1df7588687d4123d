/// @file
/// Meta core · backend: the seam behind which C++26 reflection replaces today's technique.
///
/// Either backend defines, for a class T that is an aggregate, `has_empty_bases<T>`, `field_total<T>`,
/// `fields_have_addresses<T>`, `field_name_list<T>`, `with_fields(object, use)` and `field_at<I>(object)`, and for a
/// scoped enumeration E `found_names<E, Range>`.
export module patterns.meta:backend;

#if defined(__cpp_impl_reflection)
export import :reflection_backend;
#else
export import :portable_backend;
#endif
