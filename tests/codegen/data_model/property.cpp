// A6: reading a property is the call of its getter, and writing it the call of its setter.
import std;
import patterns.data_model;

using patterns::data_model::property;

template <class Owner>
struct with_area {
  static double get(const Owner& self) { return self.width * self.height; }
  [[no_unique_address]] property<double, Owner, with_area> area;
};

template <class Owner>
struct with_feet {
  static double get(const Owner& self) { return self.height / 0.3048; }
  static void set(Owner& self, double feet) { self.height = feet * 0.3048; }
  [[no_unique_address]] property<double, Owner, with_feet> feet;
};

struct wall : with_area<wall>, with_feet<wall> {
  double width;
  double height;
};

struct plain_wall {
  double width;
  double height;
};

extern "C" {

double ours_read(const wall& object) {
  return object.area;
}

double by_hand_read(const plain_wall& object) {
  return object.width * object.height;
}

double ours_sum(const wall* first, const wall* last) {
  double sum = 0;
  for (; first != last; ++first) {
    sum += first->area;
  }
  return sum;
}

double by_hand_sum(const plain_wall* first, const plain_wall* last) {
  double sum = 0;
  for (; first != last; ++first) {
    sum += first->width * first->height;
  }
  return sum;
}

void ours_write(wall& object, double feet) {
  object.feet = feet;
}

void by_hand_write(plain_wall& object, double feet) {
  object.height = feet * 0.3048;
}

void ours_change(wall& object) {
  object.feet += 1;
}

void by_hand_change(plain_wall& object) {
  object.height = (object.height / 0.3048 + 1) * 0.3048;
}

void ours_copy(wall& to, const wall& from) {
  to = from;
}

void by_hand_copy(plain_wall& to, const plain_wall& from) {
  to = from;
}
}
