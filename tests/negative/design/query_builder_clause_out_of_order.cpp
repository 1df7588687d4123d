// must not compile, and must say: may_go_on_with
import patterns.design;

using namespace patterns::design;

void use() {
  (void)query_builder().select("name").from("user").order_by("name").where("age > ?", 18);
}
