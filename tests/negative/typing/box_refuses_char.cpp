// clang must say: 'char' does not satisfy 'number'
// gcc must say: number<T>
// gcc must say: required for the satisfaction of 'number<T>'
import patterns.typing;

patterns::typing::box<char> letter;
