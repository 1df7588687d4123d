import std;
import patterns;

// #region page
using patterns::typing::bases;
using patterns::typing::cooperative;
using patterns::typing::mro;
using patterns::typing::super;

// A document can be saved. Some documents are logged, some are cut to a length, some are both, and what they have in
// common is done once.
struct storage {
  using direct_bases = bases<>::of<storage>;
  template <class Next>
  struct layer : Next {
    std::vector<std::string> saved;
    void save(std::string text) { saved.push_back(std::move(text)); }
  };
};

struct logged {
  using direct_bases = bases<storage>::of<logged>;
  template <class Next>
  struct layer : Next {
    using Next::Next;
    void save(std::string text) {
      std::cout << "saving " << text << '\n';
      super<layer>::save(std::move(text));
    }
  };
};

struct limited {
  using direct_bases = bases<storage>::of<limited>;
  template <class Next>
  struct layer : Next {
    std::size_t most;
    explicit layer(std::size_t characters) : most(characters) {}
    void save(std::string text) {
      text.resize(std::min(text.size(), most));
      super<layer>::save(std::move(text));
    }
  };
};

// The bases of `letter` in this order, each before its own: which is next, only the whole knows.
class letter : public cooperative<logged, limited> {
 public:
  using cooperative::cooperative;
};

// The same layers the other way round: what is logged is what was cut.
class note : public cooperative<limited, logged> {
 public:
  using cooperative::cooperative;
};

struct vehicle {
  using direct_bases = bases<>::of<vehicle>;
};
struct car : virtual vehicle {
  using direct_bases = bases<vehicle>::of<car>;
};
struct boat : virtual vehicle {
  using direct_bases = bases<vehicle>::of<boat>;
};
struct amphibian : car, boat {
  using direct_bases = bases<car, boat>::of<amphibian>;
};

int main() {
  letter first(4);
  first.save("dear reader");                // saving dear reader
  std::cout << first.saved.back() << '\n';  // dear
  note second(4);
  second.save("dear reader");                // saving dear
  std::cout << second.saved.back() << '\n';  // dear

  for (const std::string_view name : mro<amphibian>::names) {
    std::cout << name << ' ';  // amphibian car boat vehicle
  }
  std::cout << '\n';
  static_assert(mro<amphibian>::index_of<boat> == 2);
}
// #endregion
