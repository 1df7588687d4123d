/// @file
/// patterns.meta: what a type can say of itself: names, fields, enumerators. The ground floor: it imports no other theme.
export module patterns.meta;

