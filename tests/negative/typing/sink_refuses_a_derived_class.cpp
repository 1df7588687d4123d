// clang must say: because 'readable_as<animal, cat>' evaluated to false
// gcc must say: required for the satisfaction of 'readable_as<T, U>' [with T = animal; U = cat]
import patterns.typing;

struct animal {};
struct cat : animal {};

patterns::typing::sink<animal> widened(patterns::typing::sink<cat> clinic) {
  return clinic;
}
