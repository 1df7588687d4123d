// must not compile, and must say: has_field
import std;
import patterns.data_model;

struct account {
  int balance = 0;
};

int read(const patterns::data_model::traced<account>& watched) {
  return watched.here().read<"colour">();
}
