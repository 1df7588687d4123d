// must not compile, and must say: validator
import patterns.data_model;

struct no_rule {};

patterns::data_model::validated<int, no_rule, "account", "balance"> balance = 7;
