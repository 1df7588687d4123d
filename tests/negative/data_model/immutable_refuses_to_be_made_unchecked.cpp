// must not compile, and must say: immutable
import patterns.data_model;

patterns::data_model::immutable<double> number(1.0);
