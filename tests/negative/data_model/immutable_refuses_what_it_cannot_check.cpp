// must not compile, and must say: validator
import patterns.data_model;

using place = patterns::data_model::immutable<double*>;
