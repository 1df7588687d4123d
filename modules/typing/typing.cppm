/// @file
/// patterns.typing: concepts where Python has a Protocol or an ABC, and types erased from them.
export module patterns.typing;

export import :box;
export import :operation;
export import :protocol;
