import std;
import patterns;

// #region page
using patterns::typing::bad_protocol_access;
using patterns::typing::copyable;
using patterns::typing::greeter;
using patterns::typing::protocol;

// A reception desk welcomes whoever can greet. Nobody derives from anything.
struct person {
  std::string name;
  std::string greet() const { return "hello, I am " + name; }
};

struct robot {
  const char* greet() const { return "beep"; }
};

// Known when it compiles: a concept is enough.
void welcome(const greeter auto& guest) {
  std::cout << guest.greet() << '\n';
}

// Known when it runs: the operation, called through one value type.
struct greeting {
  using signature = std::string() const;
  std::string operator()(const greeter auto& value) const { return value.greet(); }
};

class any_greeter : public protocol<copyable, greeting> {
 public:
  using protocol::protocol;
  std::string greet() const { return call<greeting>(); }
};

int main() {
  welcome(person{"Ada"});  // hello, I am Ada

  std::vector<any_greeter> queue{person{"Grace"}, robot{}};
  person host{"Joan"};
  queue.push_back(std::ref(host));
  host.name = "Joan Clarke";
  for (const any_greeter& guest : queue) {
    welcome(guest);  // hello, I am Grace; beep; hello, I am Joan Clarke
  }

  static_assert(!std::convertible_to<int, any_greeter>);
  try {
    welcome(any_greeter());
  } catch (const bad_protocol_access& error) {
    std::cout << error.what() << '\n';  // protocol: greeting called on an empty value
  }
}
// #endregion
