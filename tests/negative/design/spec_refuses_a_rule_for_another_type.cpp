// must not compile, and must say: rule_for<
import patterns.design;

struct user {
  bool active;
};
struct order {
  bool paid;
};

patterns::design::spec<user> active("is active", &order::paid);
