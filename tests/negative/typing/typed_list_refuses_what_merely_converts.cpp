// clang must say: because 'exactly<double, int>' evaluated to false
// gcc must say: required for the satisfaction of 'exactly<U, T>' [with U = double; T = int]
import patterns.typing;

void add(patterns::typing::typed_list<int>& numbers) {
  numbers.push_back(2.5);
}
