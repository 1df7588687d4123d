// must not compile, and must say: converts_exactly_to
import patterns.data_model;

patterns::data_model::validated<int, patterns::data_model::non_negative> count(7.5);
