// must not compile, and must say: required
// clang must say: in implicit initialization of field 'name' with omitted initializer
import std;
import patterns.data_model;

struct user {
  patterns::data_model::required<std::string> name;
  std::string role = "viewer";
};

user nobody{.role = "editor"};
