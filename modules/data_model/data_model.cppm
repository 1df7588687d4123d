/// @file
/// patterns.data_model: records, values and the operations that any of them gets without registration.
export module patterns.data_model;

