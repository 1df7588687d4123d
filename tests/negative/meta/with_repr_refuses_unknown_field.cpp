// clang must say: has_field
// must not compile, and must say: nmae
// must not compile, and must say: shown_field
import std;
import patterns.meta;

struct account {
  int id;
  std::string name;
};

const auto text = patterns::meta::with_repr<account, "id", "nmae">{{1, "Ada"}}.repr();
