// must not compile, and must say: sole_instance
// must not compile, and must say: anybody_makes
import std;
import patterns.meta;

struct settings {
  settings() = default;
  settings(const settings&) = delete;
};

int main() {
  (void)patterns::meta::singleton<settings>::instance();
}
