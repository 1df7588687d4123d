// must not compile, and must say: each_mixin_once
import patterns.typing;

struct node : patterns::typing::mixin<patterns::typing::repr_mixin<node>, patterns::typing::repr_mixin<node>> {};
