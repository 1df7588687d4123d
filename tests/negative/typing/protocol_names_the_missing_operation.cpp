// must not compile, and must say: no_missing_operation
// clang must say: (aka 'renaming') does not satisfy 'no_missing_operation'
// gcc must say: [with Operation = renaming]
import std;
import patterns.typing;

struct greeting {
  using signature = std::string() const;
  std::string operator()(const patterns::typing::greeter auto& value) const { return value.greet(); }
};

struct renaming {
  using signature = void(std::string);
  void operator()(auto& value, std::string name) const
    requires requires { value.rename(name); }
  {
    value.rename(name);
  }
};

class any_named : public patterns::typing::protocol<patterns::typing::copyable, greeting, renaming> {
 public:
  using protocol::protocol;
};

struct person {
  std::string greet() const { return "hello"; }
};

any_named guest{person{}};
