// must not compile, and must say: no_case_missing_for
// clang must say: 'square') does not satisfy 'no_case_missing_for'
// gcc must say: [with Missing = square]
import std;
import patterns.data_model;

using namespace patterns::data_model;

struct circle {};
struct square {};

void draw(const std::variant<circle, square>& shape) {
  match(shape)(when(as<circle>) >> [] {});
}
