import std;
import patterns;

// #region page
// A vector is printed for people, and written to a log for developers. Both texts should come from one place, so that
// none is forgotten when a member is added.
using namespace patterns::data_model;

class vector {
 public:
  vector(std::initializer_list<double> xs) : xs_(xs) {}

  // The hook: the text for people, and what the vector is made of.
  [[nodiscard]] auto represent() const { return shown_as<"<{}>">(xs_); }

 private:
  std::vector<double> xs_;
};
static_assert(representable<vector>);

// Parts may have names for the developer, and derived from represented, the class shows them to repr as well.
class city : public represented {
 public:
  city(std::string name, vector place) : name_(std::move(name)), place_(std::move(place)) {}

  [[nodiscard]] auto represent() const { return shown_as<"{} at {}", "name", "place">(name_, place_); }

 private:
  std::string name_;
  vector place_;
};

int main() {
  const vector v{1, 2.5, 3};
  std::cout << std::format("{}\n", v);    // <1, 2.5, 3>
  std::cout << std::format("{:?}\n", v);  // vector([1.0, 2.5, 3.0])

  const city berlin("Berlin", {52.5, 13.4});
  std::cout << std::format("{}\n", berlin);        // Berlin at <52.5, 13.4>
  std::cout << std::format("{:?}\n", berlin);      // city(name='Berlin', place=vector([52.5, 13.4]))
  std::cout << repr(std::vector{berlin}) << '\n';  // [city(name='Berlin', place=vector([52.5, 13.4]))]
  std::cout << std::format("{:.>30}\n", berlin);   // ........Berlin at <52.5, 13.4>
}
// #endregion
