// must not compile, and must say: index_like
import patterns.data_model;

auto index = patterns::data_model::to_index(true);
