// must not compile, and must say: post_init_returns_nothing
import patterns.typing;

struct config {
  int port = 5432;
  bool post_init() { return port > 0; }
};

patterns::typing::frozen<config> settings({.port = 0});
