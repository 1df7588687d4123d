// must not compile, and must say: same_length
import patterns.data_model;

patterns::data_model::matrix<int> a{{1, 2, 3}, {4, 5}};
