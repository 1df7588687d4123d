// must not compile, and must say: there_must_be_as_many_question_marks_as_values
import patterns.design;

struct user {
  bool active;
};

patterns::design::spec<user> active("is active", &user::active, "active = ?");
