// must not compile, and must say: const_operation
import std;
import patterns.typing;

struct renaming {
  using signature = void(std::string);
  void operator()(auto& value, std::string name) const { value.rename(name); }
};

void rename(const patterns::typing::protocol<patterns::typing::copyable, renaming>& guest) {
  guest.call<renaming>("Ada");
}
