// must not compile, and must say: registry_factory
import std;
import patterns.meta;

struct shape {
  virtual ~shape() = default;
};

int main() {
  patterns::meta::registry<shape> shapes;
  shapes.add("seven", [] { return 7; });
}
