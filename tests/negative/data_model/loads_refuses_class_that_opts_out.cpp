// must not compile, and must say: says by its pickle_form that it is not to be pickled
import std;
import patterns.data_model;

struct secret {
  using pickle_form = void;
  int key = 0;
};

auto value = patterns::data_model::loads<secret>({});
