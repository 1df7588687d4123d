// must not compile, and must say: attribute_fallback
import std;
import patterns.data_model;

patterns::data_model::dynamic_attributes settings([](std::string_view) { return 80; });
