// must not compile, and must say: consteval
import std;
import patterns.data_model;

const auto price = std::format("{:eur}", patterns::data_model::money(1.5));
