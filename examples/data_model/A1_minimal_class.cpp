import std;
import patterns;

// #region page
// The smallest class: a struct that lists its fields. Nothing is derived from, registered or written twice, and still
// it can be shown, compared, hashed, changed in one field, saved and copied.
using namespace patterns::data_model;

struct address {
  std::string street;
  int number = 0;
};

struct person {
  std::string name;
  int age = 0;
  std::vector<address> homes;
  std::shared_ptr<person> friend_of;
};

int main() {
  static_assert(patterns::meta::record<person> && patterns::meta::field_count<person> == 4);

  const person ana{"Ana", 30, {{"Main Street", 5}}, nullptr};
  std::cout << repr(ana.homes[0]) << '\n';  // address(street='Main Street', number=5)

  const person older = replace(ana, field<"age">(31));
  std::cout << std::boolalpha << record_equal(ana.homes[0], older.homes[0]) << '\n';           // true
  std::cout << (record_compare(ana.homes[0], address{"Main Street", 7}) < 0) << '\n';          // true
  std::cout << (record_hash(ana.homes[0]) == record_hash(address{"Main Street", 5})) << '\n';  // true

  // B28: as bytes, and back.
  const person bo{"Bo", 28, {}, std::make_shared<person>(ana)};
  const auto loaded = loads<person>(dumps(bo));
  std::cout << loaded.name << ' ' << loaded.friend_of->name << ' ' << loaded.friend_of->homes[0].number << '\n';
  // Bo Ana 5

  // B29: a copy with a friend of its own.
  const person copy = deep_copy(bo);
  std::cout << (copy.friend_of != bo.friend_of) << ' ' << copy.friend_of->name << '\n';  // true Ana
}
// #endregion
