// must not compile, and must say: text_fits_parts
import std;
import patterns.data_model;

const std::string name = "Berlin";
const auto shown = patterns::data_model::shown_as<"{:.2f}">(name);
