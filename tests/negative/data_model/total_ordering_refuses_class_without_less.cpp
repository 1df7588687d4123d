// must not compile, and must say: declares_less
import patterns.data_model;

struct version : patterns::data_model::total_ordering<version> {
  bool operator==(const version&) const { return true; }
};

bool is_newer = version{} > version{};
