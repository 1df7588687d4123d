// must not compile, and must say: path_like
import std;
import patterns.data_model;

struct dataset {
  std::string name;
};

auto path = patterns::data_model::fs_path(dataset());
