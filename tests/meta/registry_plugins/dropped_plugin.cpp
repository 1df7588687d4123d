import std;
import patterns.meta;
import registry_plugins.shape;

namespace {

using registry_plugins::shape;

struct in_dropped final : shape, private patterns::meta::registered<in_dropped, shape, "in dropped"> {
  using shape::shape;
  [[nodiscard]] std::string name() const override { return "in dropped"; }
};

}  // namespace
