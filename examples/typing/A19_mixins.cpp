import std;
import patterns;

// #region page
using patterns::typing::equality_mixin;
using patterns::typing::field_list;
using patterns::typing::mixin;
using patterns::typing::repr_mixin;

// A behaviour of our own: whatever has an id can be linked to.
template <class Derived>
struct link_mixin {
  std::string link() const { return std::format("/item/{}", static_cast<const Derived&>(*this).id); }
};

// Three small behaviours, none of which knows the others.
struct node : mixin<repr_mixin<node>, equality_mixin<node>, link_mixin<node>> {
  int id = 0;
  std::string label;
  using fields = field_list<&node::id, &node::label>;
};

int main() {
  const node root{.id = 7, .label = "root"};
  std::cout << root.repr() << '\n';                                              // node(id=7, label='root')
  std::cout << root.link() << '\n';                                              // /item/7
  std::cout << std::boolalpha << (root == node{.id = 7, .label = "r"}) << '\n';  // false: one field differs

  struct plain {
    int id;
    std::string label;
  };
  static_assert(sizeof(node) == sizeof(plain));  // the mixins take no room
}
// #endregion
