import std;
import patterns.meta;
import registry_plugins.shape;

namespace loaded {

using registry_plugins::shape;

// Not in an unnamed namespace: what it takes to register must not keep the library from being unloaded.
struct hexagon final : shape, private patterns::meta::registered<hexagon, shape, "loaded hexagon"> {
  using shape::shape;
  [[nodiscard]] std::string name() const override { return "loaded hexagon"; }
};

struct rival final : shape, private patterns::meta::registered<rival, shape, "in whole"> {
  using shape::shape;
  [[nodiscard]] std::string name() const override { return "rival"; }
};

}  // namespace loaded
