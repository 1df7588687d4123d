// must not compile, and must say: end_of_layers
// clang must say: no member named 'save' in 'patterns::typing::end_of_layers'
// gcc must say: 'save' is not a member of 'patterns::typing::super<logging::layer<patterns::typing::end_of_layers
import patterns.typing;

using patterns::typing::bases;

struct logging {
  using direct_bases = bases<>::of<logging>;
  template <class Next>
  struct layer : Next {
    void save() { patterns::typing::super<layer>::save(); }
  };
};

void save(patterns::typing::cooperative<logging>& text) {
  text.save();
}
