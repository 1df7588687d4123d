// clang must say: call to deleted member function 'sliced'
// gcc must say: use of deleted function
import std;
import patterns.data_model;

struct days : patterns::data_model::sequence_facade<days> {
  std::size_t size() const;
  int operator[](std::size_t position) const;
};

auto first_days = days().sliced({.stop = 2});
