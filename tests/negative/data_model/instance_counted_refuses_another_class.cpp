// must not compile, and must say: is a base class of Derived
import patterns.data_model;

struct cat {};
struct dog : patterns::data_model::instance_counted<cat> {};

dog rex;
