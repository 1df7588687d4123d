import std;
import patterns.meta;
import registry_plugins.shape;

namespace {

using registry_plugins::shape;

struct in_object final : shape, private patterns::meta::registered<in_object, shape, "in object"> {
  using shape::shape;
  [[nodiscard]] std::string name() const override { return "in object"; }
};

}  // namespace
