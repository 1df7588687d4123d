import std;
import patterns;

// #region page
using patterns::design::field;
using patterns::design::spec;

// A library lends films to members of age, unless they owe too much; what it tells a member whom it refuses, and whom
// it asks the database for, must be the same rule.
struct member {
  std::string name;
  int age;
  double fees;
  bool guardian_agrees;
};

int main() {
  const spec<member> adult = field<member, "age">() >= 18;
  const spec<member> owes = field<member, "fees">() > 10;
  const spec<member> allowed("a guardian agrees", &member::guardian_agrees, "guardian_agrees = ?", true);
  const spec<member> may_borrow = (adult | allowed) & !owes;

  const std::vector<member> members{{"Ana", 20, 2.5, false}, {"Ben", 17, 0, false}, {"Cai", 15, 12, true}};
  std::cout << std::ranges::count_if(members, may_borrow) << '\n';  // 1

  for (const member& each : members) {
    std::cout << std::format("{} {}\n", each.name, may_borrow.explain(each).text());
  }
  // Ana holds
  // Ben fails: age >= 18 (age is 17); a guardian agrees
  // Cai fails: not (fees > 10) (fees is 12.0)

  const auto [text, parameters] = (may_borrow & (field<member, "name">() == "'; DROP TABLE members; --")).to_sql();
  std::cout << text << ", " << parameters.size() << " values\n";  // the name is one of the values, not in the text
}
// #endregion
