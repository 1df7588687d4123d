// must not compile, and must say: lists_fields
import std;
import patterns.typing;

struct node : patterns::typing::mixin<patterns::typing::repr_mixin<node>> {
  int id = 0;
};

const std::string text = node().repr();
