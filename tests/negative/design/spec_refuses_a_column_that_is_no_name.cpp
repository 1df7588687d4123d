// must not compile, and must say: a_column_name_has_letters_digits_and_underscores_only
import patterns.design;

struct user {
  int age;
};

auto age = patterns::design::field<user>("age; --", &user::age);
