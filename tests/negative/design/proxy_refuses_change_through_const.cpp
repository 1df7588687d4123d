// must not compile, and must say: const account
// clang must say: but function is not marked const
// gcc must say: discards qualifiers
import patterns.design;

struct account {
  int balance = 0;
  void deposit(int amount) { balance += amount; }
};

void pay(const patterns::design::logging_proxy<account*, void (*)(const patterns::design::access_report&)>& audited) {
  audited->deposit(5);
}
