// must not compile, and must say: shown_field
// clang must say: has_repr
// gcc must say: {"secret"}
import patterns.meta;

class opaque {
 public:
  explicit opaque(int value) : value_(value) {}

 private:
  int value_;
};

struct account {
  int id;
  opaque secret;
};

using user = patterns::meta::with_repr<account, "secret">;
