// must not compile, and must say: method_names_differ
import patterns.meta;

struct service {
  int ping() const { return 1; }
  int pong() const { return 2; }
  using api = patterns::meta::api<patterns::meta::method<"ping", "answers", &service::ping>,
                                  patterns::meta::method<"ping", "answers too", &service::pong>>;
};
