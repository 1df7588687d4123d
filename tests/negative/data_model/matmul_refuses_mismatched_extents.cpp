// must not compile, and must say: multipliable_with
import patterns.data_model;

patterns::data_model::matrix<int, 2, 3> a;

auto square = patterns::data_model::matmul(a, a);
