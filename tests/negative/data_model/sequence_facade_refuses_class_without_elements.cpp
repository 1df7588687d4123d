// must not compile, and must say: minimal_sequence
import std;
import patterns.data_model;

struct days : patterns::data_model::sequence_facade<days> {
  std::size_t size() const;
};

void walk(const days& all) {
  for (auto each : all) {
  }
}
