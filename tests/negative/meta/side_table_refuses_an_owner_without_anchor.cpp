// must not compile, and must say: anchored
import patterns.meta;

struct account {};

void attach(patterns::meta::side_table<account, int>& scores, account& ada) {
  scores.set(ada, 1);
}
