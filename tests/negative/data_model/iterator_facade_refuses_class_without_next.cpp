// must not compile, and must say: iterator_source
import patterns.data_model;

struct feed : patterns::data_model::iterator_facade<feed> {};

void read(feed& readings) {
  for (auto each : readings) {
  }
}
