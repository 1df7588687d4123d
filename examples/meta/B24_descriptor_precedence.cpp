import std;
import patterns;

// #region page
using patterns::meta::attribute_error;
using patterns::meta::attribute_lookup;
using patterns::meta::instance_attributes;

struct account : instance_attributes<std::string> {
  std::string owner = "Ada";
};

// Has a setter, so an object cannot hide it.
struct owner_property {
  std::string get(const account& object) const { return object.owner; }
  void set(account& object, std::string name) const { object.owner = std::move(name); }
};

// Has a setter that refuses.
struct id_property {
  std::string get(const account&) const { return "A-1"; }
  void set(account&, std::string) const = delete;
};

// Has none: only what an object shows that has nothing of its own.
struct greeting {
  std::string get(const account&) const { return "hello"; }
};

int main() {
  attribute_lookup<std::string, account> names;
  names.define("owner", owner_property()).define("id", id_property()).define("greet", greeting());

  account ada;
  std::cout << names.get(ada, "greet") << '\n';  // hello
  names.set(ada, "greet", "good day");
  std::cout << names.get(ada, "greet") << '\n';  // good day: the object wins over a non-data descriptor

  ada.attributes["owner"] = "Mallory";           // straight into the object, past the class
  std::cout << names.get(ada, "owner") << '\n';  // Ada: a data descriptor wins over the object

  for (const auto attempt :
       {+[](const attribute_lookup<std::string, account>& in, account& object) { in.set(object, "id", "A-2"); },
        +[](const attribute_lookup<std::string, account>& in, account& object) {
          static_cast<void>(in.get(object, "limit"));
        }}) {
    try {
      attempt(names, ada);
    } catch (const attribute_error& error) {
      std::cout << error.what() << '\n';  // account.id is read-only; account.limit does not exist
    }
  }
}
// #endregion
