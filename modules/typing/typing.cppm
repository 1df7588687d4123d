/// @file
/// patterns.typing: concepts where Python has a Protocol or an ABC, and types erased from them.
export module patterns.typing;

export import :add_repr;
export import :box;
export import :c3_merge;
export import :cooperative;
export import :dispatch_core;
export import :dispatcher;
export import :dynamic_list;
export import :erased;
export import :erased_table;
export import :fluent;
export import :frozen;
export import :instance;
export import :interface;
export import :member_parts;
export import :mixin;
export import :mro;
export import :multimethod;
export import :null_error;
export import :operation;
export import :overload;
export import :overloaded;
export import :overrides;
export import :parser_input;
export import :protocol;
export import :serializer;
export import :storage;
export import :text_template;
export import :type_list;
export import :typed_list;
export import :validation_error;
export import :variance;
