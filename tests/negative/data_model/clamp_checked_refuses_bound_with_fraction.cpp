// must not compile, and must say: converts_exactly_to
import patterns.data_model;

int volume = patterns::data_model::clamp_checked(5, 0.5, 2.5);
