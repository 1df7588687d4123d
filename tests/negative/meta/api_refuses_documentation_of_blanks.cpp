// must not compile, and must say: documented_method
// clang must say: has_method_doc
// gcc must say: {"ping"}, patterns::meta::fixed_string<2>{"
import patterns.meta;

struct service {
  int ping() const { return 1; }
  using api = patterns::meta::api<patterns::meta::method<"ping", "  ", &service::ping>>;
};
