// must not compile, and must say: registry_factory
// clang must say: has_virtual_destructor_v
import std;
import patterns.meta;

struct shape {};
struct circle : shape {
  std::string name;
};

int main() {
  patterns::meta::registry<shape> shapes;
  shapes.add("circle", [] { return std::make_unique<circle>(); });
}
