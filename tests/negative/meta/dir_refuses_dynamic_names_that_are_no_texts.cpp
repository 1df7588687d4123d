// must not compile, and must say: discoverable
// clang must say: has_dynamic_names
import std;
import patterns.meta;

class table {
 public:
  std::vector<int> dynamic_names() const { return {}; }

 private:
  int rows_ = 0;
};

const auto names = patterns::meta::dir(table());
