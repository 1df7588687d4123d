// must not compile, and must say: takes_value
import std;
import patterns.data_model;

struct account {
  int balance = 0;
};

void use(const patterns::data_model::traced<account>& watched) {
  watched.here().write<"balance">(1);
}
