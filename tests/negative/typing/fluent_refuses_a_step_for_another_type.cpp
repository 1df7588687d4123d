// clang must say: evaluated to false
// clang must say: 'chain_step<void (query::*)(int *), query, int>'
// gcc must say: chain_step<
import patterns.typing;

struct query final : patterns::typing::fluent<query> {
  void limit(int*) {}
};

query ten = query().with(&query::limit, 10);
