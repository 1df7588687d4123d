// clang must say: because 'readable_as<animal, cat>' evaluated to false
// gcc must say: required for the satisfaction of 'readable_as<U, T>' [with U = animal; T = cat]
import patterns.typing;

struct animal {};
struct cat : animal {};

void narrow(patterns::typing::read_only_box<animal> resident) {
  const patterns::typing::read_only_box<cat> narrowed(resident);
}
