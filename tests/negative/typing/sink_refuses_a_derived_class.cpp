// clang must say: because 'readable_as<animal, cat>' evaluated to false
// gcc must say: required for the satisfaction of 'readable_as<T, U>' [with T = animal; U = cat]
import patterns.typing;

struct animal {};
struct cat : animal {};

void widen(patterns::typing::sink<cat> clinic) {
  const patterns::typing::sink<animal> widened(clinic);
}
