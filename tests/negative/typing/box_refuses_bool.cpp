// clang must say: 'bool' does not satisfy 'number'
// gcc must say: number<T>
// gcc must say: required for the satisfaction of 'number<T>'
import patterns.typing;

patterns::typing::box<bool> answer;
