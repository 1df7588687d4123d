// must not compile, and must say: no_case_out_of_reach
import patterns.data_model;

using namespace patterns::data_model;

void count(int number) {
  match(number)(when(_) >> [] {}, when(0) >> [] {});
}
