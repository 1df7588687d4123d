// must not compile, and must say: answered_by
import std;
import patterns.typing;

struct naming {
  using signature = std::string() const;
  std::string operator()(const auto& value) const { return value.name(); }
};

struct named_interface {
  using operations = patterns::typing::type_list<naming>;
};

bool ask(const patterns::typing::erased<named_interface>& guest) {
  return patterns::typing::is_instance<patterns::typing::sized_protocol>(guest);
}
