/// @file
/// patterns.meta: what a type can say of itself: names, fields, enumerators. The ground floor: it imports no other
/// theme.
export module patterns.meta;

export import :backend;
export import :field_binding;
export import :field_count;
export import :fixed_string;
export import :portable_backend;
export import :record;
export import :spelling;
export import :type_name;
