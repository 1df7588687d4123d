// must not compile, and must say: refuse
import std;
import patterns.data_model;

constexpr auto number = patterns::data_model::immutable<double>::make(std::numeric_limits<double>::quiet_NaN());
