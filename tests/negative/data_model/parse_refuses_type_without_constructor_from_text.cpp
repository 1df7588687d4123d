// must not compile, and must say: parsable
import patterns.data_model;

struct color {
  int packed;
};

auto blue = patterns::data_model::parse<color>("#00f");
