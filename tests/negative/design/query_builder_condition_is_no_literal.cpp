// must not compile, and must say: sql_fragment
import std;
import patterns.design;

using namespace patterns::design;

void use(const std::string& typed) {
  (void)query_builder().select("name").from("user").where("name = '" + typed + "'");
}
