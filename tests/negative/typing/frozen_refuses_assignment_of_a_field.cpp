// clang must say: cannot assign to return value because function 'operator->' returns a const value
// gcc must say: assignment of member 'config::port' in read-only object
import patterns.typing;

struct config {
  int port = 5432;
};

void change(patterns::typing::frozen<config>& settings) {
  settings->port = 80;
}
