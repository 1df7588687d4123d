import std;
import patterns;

// #region page
using patterns::typing::abstract;
using patterns::typing::concrete;
using patterns::typing::overrides;

class animal {
 public:
  virtual ~animal() = default;
  virtual std::string speak() const { return "..."; }
};

class dog : public animal {
 public:
  std::string speak() const override { return "woof"; }
};

// Written in a hurry: with a slip of the pen it is another function, and the compiler says nothing.
class cat : public animal {
 public:
  std::string speek() const { return "meow"; }
};

class shape {
 public:
  virtual ~shape() = default;
  virtual double area() const = 0;
};

// A plug-in interface can ask for the override where the class is used.
template <class Pet>
  requires concrete<Pet>
void hear(const Pet& pet) {
  const animal& any = pet;
  std::cout << any.speak() << (overrides<Pet, &animal::speak, &Pet::speak> ? "" : "   <- not overridden") << '\n';
}

int main() {
  hear(dog());  // woof
  hear(cat());  // ...   <- not overridden
  static_assert(overrides<dog, &animal::speak, &dog::speak>);
  static_assert(!overrides<cat, &animal::speak, &cat::speak>);
  static_assert(abstract<shape> && concrete<dog>);
}
// #endregion
