// B2: an object that is traced into the null sink is used as one that is not traced.
import std;
import patterns.data_model;

using namespace patterns::data_model;

struct account {
  double balance;
  int owner;

  void deposit(double amount) { balance += amount; }
};

extern "C" {

double ours_read(const traced<account>& object) {
  return object.here().read<"balance">() + 1;
}

double by_hand_read(const account& object) {
  return object.balance + 1;
}

void ours_write(traced<account>& object, int owner) {
  object.here().write<&account::owner>(owner);
}

void by_hand_write(account& object, int owner) {
  object.owner = owner;
}

void ours_call(traced<account>& object, double amount) {
  object.here().call<&account::deposit>(amount);
}

void by_hand_call(account& object, double amount) {
  object.deposit(amount);
}

void ours_arrow(traced<account>& object, double amount) {
  object.here()->deposit(amount);
}

void by_hand_arrow(account& object, double amount) {
  object.deposit(amount);
}
}
