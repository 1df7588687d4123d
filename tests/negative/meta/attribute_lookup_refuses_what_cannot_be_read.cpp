// must not compile, and must say: non_data_descriptor
import patterns.meta;

struct account : patterns::meta::instance_attributes<int> {};

struct unreadable {
  void set(account&, int) const {}
};

void define(patterns::meta::attribute_lookup<int, account>& names) {
  names.define("limit", unreadable{});
}
