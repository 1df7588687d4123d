// must not compile, and must say: has_field<
import patterns.design;

struct user {
  int age;
};

auto named = patterns::design::field<user, "name">();
