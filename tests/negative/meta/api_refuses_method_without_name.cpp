// must not compile, and must say: documented_method
// clang must say: has_method_name
// gcc must say: fixed_string<0>{""}, patterns::meta::fixed_string<7>{"answers"}
import patterns.meta;

struct service {
  int ping() const { return 1; }
  using api = patterns::meta::api<patterns::meta::method<"", "answers", &service::ping>>;
};
