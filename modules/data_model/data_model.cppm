/// @file
/// patterns.data_model: records, values and the operations that any of them gets without registration.
export module patterns.data_model;

export import :as_tuple;
export import :attribute;
export import :bytes;
export import :cached_property;
export import :clamp_checked;
export import :context_manager;
export import :dynamic_attributes;
export import :exact_conversion;
export import :file;
export import :finalizer;
export import :finite_numbers;
export import :grouped;
export import :guarded_attributes;
export import :immutable;
export import :index;
export import :instance_counted;
export import :layout;
export import :money;
export import :parse;
export import :property;
export import :paths;
export import :record_compare;
export import :record_equal;
export import :record_hash;
export import :replace;
export import :repr;
export import :representation;
export import :required;
export import :scope_guard;
export import :total_ordering;
export import :traced;
export import :truth;
export import :validated;
export import :validators;
