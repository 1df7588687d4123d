// must not compile, and must say: non_data_descriptor
// clang must say: is_final_v
import std;
import patterns.meta;

struct owner : patterns::meta::instance_attributes<int> {};
struct answer final {
  int get(const owner&) const { return 42; }
  void set(owner&, int) const {}
};

int main() {
  patterns::meta::attribute_lookup<int, owner> lookup;
  lookup.define("answer", answer());
}
