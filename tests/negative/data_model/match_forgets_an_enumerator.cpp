// must not compile, and must say: no_case_missing_for
// clang must say: constant<color::green>
// gcc must say: constant<color::green>
import patterns.data_model;

using namespace patterns::data_model;

enum class color { red, green };

void paint(color with) {
  match(with)(when(is<color::red>) >> [] {});
}
