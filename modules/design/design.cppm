/// @file
/// patterns.design: the classic patterns of composition, as components.
export module patterns.design;

export import :adapter;
export import :calculator;
export import :callable;
export import :factory;
export import :interned;
export import :part;
export import :proxy;
export import :query_builder;
export import :spec;
export import :spec_field;
export import :sql_condition;
