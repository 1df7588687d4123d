// must not compile, and must say: attribute_type
import patterns.data_model;

const auto title = patterns::data_model::dynamic_attributes().get<const char*>("title");
