// must not compile, and must say: deleted
import patterns.data_model;

void use() {
  auto number = patterns::data_model::immutable<double>::make(1.0);
  number = patterns::data_model::immutable<double>::make(2.0);
}
