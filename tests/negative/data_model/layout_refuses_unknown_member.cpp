// must not compile, and must say: has_field
import patterns.data_model;

struct row {
  int id;
};

auto offset = patterns::data_model::layout_of<row>().member<"colour">().offset;
