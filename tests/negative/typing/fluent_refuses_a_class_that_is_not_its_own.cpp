// clang must say: because 'query' does not satisfy 'fluent_class'
// gcc must say: required for the satisfaction of 'fluent_class<
import patterns.typing;

struct query;

struct view : patterns::typing::fluent<query> {
  query& all() & { return self(); }
};

struct query : patterns::typing::fluent<view> {};

query& use(view& object) {
  return object.all();
}
