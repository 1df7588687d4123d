// must not compile, and must say: representable
import std;
import patterns.data_model;

struct city {
  std::string name;
};

template <patterns::data_model::representable T>
void show(const T& value) {
  std::cout << std::format("{}", value);
}

void use() {
  show(city{"Berlin"});
}
