// must not compile, and must say: no_names_or_one_for_each_part
import patterns.data_model;

const auto shown = patterns::data_model::shown_as<"({}, {})", "x">(1, 2);
