// must not compile, and must say: there_must_be_as_many_question_marks_as_values
import std;
import patterns.design;

struct user {
  bool active = true;
};

const patterns::design::spec<user> rule("is known", &user::active, "\"it's\" = ? AND note <> 'x'");
