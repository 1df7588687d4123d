// must not compile, and must say: has_constant_name
import std;
import patterns.meta;

struct csv {
  static std::string name;
};

template <patterns::meta::plugin T>
void install() {}

void refused() {
  install<csv>();
}
