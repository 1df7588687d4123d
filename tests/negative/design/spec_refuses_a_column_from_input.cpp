// must not compile, and must say: column_name
import patterns.design;

struct user {
  int age;
};

auto age_of(const char* column) {
  return patterns::design::field<user>(column, &user::age);
}
