// must not compile, and must say: a view does not own what it shows
import std;
import patterns.data_model;

auto bytes = patterns::data_model::dumps(std::string_view("text"));
