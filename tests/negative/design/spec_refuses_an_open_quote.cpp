// must not compile, and must say: a_quote_must_be_closed
import std;
import patterns.design;

struct user {
  bool active = true;
};

const patterns::design::spec<user> rule("is known", &user::active, "note = 'it");
