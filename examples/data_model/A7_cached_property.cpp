import std;
import patterns;

// #region page
// A survey is loaded once and asked for its median again and again. Sorting the answers is expensive, and often nobody
// asks at all.
using patterns::data_model::cached_property;

class survey {
 public:
  explicit survey(std::vector<int> answers) : answers_(std::move(answers)) {}

  const int& median() const {
    return median_.get([this] {
      std::cout << "sorting\n";
      std::vector<int> sorted = answers_;
      std::ranges::sort(sorted);
      return sorted.at(sorted.size() / 2);  // throws if nobody has answered
    });
  }

  void add(int answer) {
    answers_.push_back(answer);
    median_.reset();
  }

 private:
  std::vector<int> answers_;
  cached_property<int> median_;
};

int main() {
  survey team({5, 1, 4});
  std::cout << team.median() << '\n';  // sorting, 4
  std::cout << team.median() << '\n';  // 4

  survey copy = team;  // another object, which computes for itself
  copy.add(2);
  copy.add(1);
  std::cout << copy.median() << ' ' << team.median() << '\n';  // sorting, 2 4

  survey nobody({});
  for (int attempt = 0; attempt < 2; ++attempt) {
    try {
      std::cout << nobody.median() << '\n';
    } catch (const std::out_of_range&) {
      std::cout << "no answers\n";  // sorting, no answers: twice, for a failure is not kept
    }
  }
  nobody.add(3);
  std::cout << nobody.median() << '\n';  // sorting, 3
}
// #endregion
