/// @file
/// patterns.meta: what a type can say of itself: names, fields, enumerators. The ground floor: it imports no other
/// theme.
export module patterns.meta;

export import :api;
export import :attribute_lookup;
export import :backend;
export import :class_property;
export import :enum_index;
export import :enum_lookup;
export import :enum_scan;
export import :enumerator;
export import :enums;
export import :field_binding;
export import :field_count;
export import :first_use;
export import :fixed_string;
export import :flags;
export import :immortal;
export import :kinds;
export import :member_name;
export import :members;
export import :plugin;
export import :portable_backend;
export import :published_table;
export import :quote;
export import :record;
export import :reflection_backend;
export import :registered;
export import :registry;
export import :registry_claims;
export import :registry_error;
export import :registry_key;
export import :repr;
export import :shared_state;
export import :side_table;
export import :singleton;
export import :spelling;
export import :transform_names;
export import :type_name;
export import :with_repr;
