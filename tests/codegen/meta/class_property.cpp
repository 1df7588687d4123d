// D5: reading a property of a class is the call of its getter.
import std;
import patterns.meta;

using patterns::meta::class_property;

struct config {
  static int base;
  static constexpr class_property doubled{[] { return base * 2; }};
};

extern "C" {

int ours_read() {
  return config::doubled;
}

int by_hand_read() {
  return config::base * 2;
}

bool ours_compare(int limit) {
  return config::doubled < limit;
}

bool by_hand_compare(int limit) {
  return config::base * 2 < limit;
}
}
