// clang must say: because 'readable_as<animal, cat>' evaluated to false
// gcc must say: required for the satisfaction of 'readable_as<U, T>' [with U = animal; T = cat]
import patterns.typing;

struct animal {};
struct cat : animal {};

patterns::typing::read_only_box<cat> narrowed(patterns::typing::read_only_box<animal> resident) {
  return resident;
}
