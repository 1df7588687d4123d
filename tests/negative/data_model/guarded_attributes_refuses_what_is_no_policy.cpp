// must not compile, and must say: attribute_policy
import std;
import patterns.data_model;

struct says_yes_or_no {
  bool operator()(std::string_view, patterns::data_model::attribute&) const { return true; }
};

patterns::data_model::guarded_attributes<says_yes_or_no> settings;
