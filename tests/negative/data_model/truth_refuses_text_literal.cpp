// must not compile, and must say: truthy
import patterns.data_model;

bool is_set = patterns::data_model::truth("");
