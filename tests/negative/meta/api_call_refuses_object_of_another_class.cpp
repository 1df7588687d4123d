// must not compile, and must say: describes
import patterns.meta;

struct service {
  int ping() const { return 1; }
  using api = patterns::meta::api<patterns::meta::method<"ping", "answers", &service::ping>>;
};

struct stranger {};

const int answer = service::api::call<int>(stranger(), "ping");
