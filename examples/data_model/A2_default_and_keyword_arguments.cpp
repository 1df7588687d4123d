import std;
import patterns;

// #region page
// A user needs a name; everything else has a usual value. Fields are given by name, in any reader's eye plain, and the
// one that must not be forgotten cannot be.
using namespace patterns::data_model;

struct user {
  required<std::string> name;
  std::string role = "viewer";
  bool active = true;
};

int main() {
  const user ana{.name = "Ana", .active = false};
  std::cout << repr(ana) << '\n';  // user(name='Ana', role='viewer', active=false)

  user bob{.name = "Bob", .role = "editor"};
  bob.name = "Robert";  // it reads and is written as the string it is
  std::cout << std::format("{} has {} letters\n", bob.name, bob.name->size());  // Robert has 6 letters

  static_assert(!std::default_initializable<user>);  // user{.role = "editor"} does not compile
  static_assert(sizeof(required<std::string>) == sizeof(std::string));
}
// #endregion
