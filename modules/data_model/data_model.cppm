/// @file
/// patterns.data_model: records, values and the operations that any of them gets without registration.
export module patterns.data_model;

export import :as_tuple;
export import :exact_conversion;
export import :record_compare;
export import :record_equal;
export import :record_hash;
export import :replace;
export import :repr;
export import :validated;
export import :validators;
