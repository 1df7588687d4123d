import std;
import patterns;

// #region page
using patterns::typing::read_only_box;
using patterns::typing::sink;
using patterns::typing::slicing_error;

struct animal {
  std::string name;
  explicit animal(std::string given) : name(std::move(given)) {}
  animal(const animal&) = default;
  virtual ~animal() = default;
  virtual std::string speak() const { return "..."; }
};

struct cat : animal {
  using animal::animal;
  std::string speak() const override { return "meow"; }
};

// The shelter's catalogue is written for any animal; its clinic takes any animal.
void describe(read_only_box<animal> resident) {
  std::cout << resident->name << " says " << resident->speak() << '\n';
}

int main() {
  const read_only_box<cat> tom = cat("Tom");
  describe(tom);  // Tom says meow: shared with the catalogue, not sliced

  const sink<animal> clinic([](const animal& patient) { std::cout << "treated " << patient.name << '\n'; });
  const sink<cat> for_cats = clinic;  // whoever takes animals takes cats
  for_cats.put(*tom);                 // treated Tom

  static_assert(!std::convertible_to<read_only_box<animal>, read_only_box<cat>>);  // it may be a dog
  static_assert(!std::convertible_to<sink<cat>, sink<animal>>);                    // a dog may be put

  const animal& somebody = *tom;
  try {
    describe(somebody);  // a copy would be an animal, and no cat
  } catch (const slicing_error& error) {
    std::cout << error.what() << '\n';  // read_only_box: a value of a class derived from animal would be sliced
  }
}
// #endregion
