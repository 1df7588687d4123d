// must not compile, and must say: refuse_digit
import patterns.data_model;

constexpr auto blue = patterns::data_model::parse_hex_color("#00g");
