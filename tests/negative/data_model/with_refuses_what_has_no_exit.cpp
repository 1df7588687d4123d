// must not compile, and must say: context_manager
import patterns.data_model;

struct only_enters {
  void enter() {}
};

void use() {
  patterns::data_model::with(only_enters{}, [] {});
}
