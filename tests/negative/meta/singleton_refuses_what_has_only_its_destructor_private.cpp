// must not compile, and must say: sole_instance
// must not compile, and must say: anybody_makes
import std;
import patterns.meta;

class settings {
 public:
  settings() = default;
  settings(const settings&) = delete;

 private:
  friend patterns::meta::singleton<settings>;
  ~settings() = default;
};

int main() {
  (void)patterns::meta::singleton<settings>::instance();
}
