import std;
import patterns.meta;
import registry_plugins.shape;

namespace {

using registry_plugins::shape;

struct in_whole final : shape, private patterns::meta::registered<in_whole, shape, "in whole"> {
  using shape::shape;
  [[nodiscard]] std::string name() const override { return "in whole"; }
};

}  // namespace
