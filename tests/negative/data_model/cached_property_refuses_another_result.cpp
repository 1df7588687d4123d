// must not compile, and must say: property_computation
import patterns.data_model;

patterns::data_model::cached_property<int> answer;
const int& value = answer.get([] { return "42"; });
