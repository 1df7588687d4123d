// must not compile, and must say: dottable_with
import std;
import patterns.data_model;

auto sum = patterns::data_model::dot(std::array{1, 2, 3}, std::array{1, 2});
