// must not compile, and must say: no_missing_operation
// clang must say: (aka 'patterns::typing::serializer_interface<int>::loads') does not satisfy 'no_missing_operation'
// gcc must say: ::loads]
import std;
import patterns.typing;

struct only_dumps {
  std::string dumps(int value) const { return std::to_string(value); }
};

patterns::typing::any_serializer<int> format{only_dumps{}};
