import std;
import patterns;

// #region page
// How many sessions have there been, and how many are open now? The class knows, each session does not.
using namespace patterns::data_model;

struct session : instance_counted<session> {
  explicit session(std::string name) : user(std::move(name)) {}

  std::string user;
};
static_assert(sizeof(session) == sizeof(std::string));

int main() {
  const session ana("Ana");
  {
    const session bob("Bob");
    std::cout << std::format("{} of {}\n", session::alive(), session::total());  // 2 of 2

    const session copy = ana;
    std::cout << std::format("{} of {}\n", session::alive(), session::total());  // 3 of 3
  }
  std::cout << std::format("{} of {}\n", session::alive(), session::total());  // 1 of 3
}
// #endregion
