// must not compile, and must say: sole_instance
// must not compile, and must say: anybody_makes
// clang must say: anybody_makes<settings, const settings &>
import std;
import patterns.meta;

class settings {
  friend patterns::meta::singleton<settings>;
  settings() = default;
};

int main() {
  (void)patterns::meta::singleton<settings>::instance();
}
