// must not compile, and must say: not_opted_out
import std;
import patterns.typing;

struct naming {
  using signature = std::string() const;
  std::string operator()(const auto& value) const { return value.name(); }
};

struct named_interface {
  using operations = patterns::typing::type_list<naming>;
};

struct spy {
  std::string name() const { return "007"; }
};

template <>
inline constexpr bool patterns::typing::enable_protocol<spy, named_interface> = false;

patterns::typing::erased<named_interface> guest{spy{}};
