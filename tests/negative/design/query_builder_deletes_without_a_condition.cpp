// must not compile, and must say: complete_after
import patterns.design;

using namespace patterns::design;

void use() {
  (void)query_builder().delete_from("user").build();
}
