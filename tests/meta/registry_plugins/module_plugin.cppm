/// @file
/// A plug-in that is a module: whoever imports it has it, although nothing of it is named.
export module registry_plugins.module_plugin;

import std;
import patterns.meta;
import registry_plugins.shape;

namespace registry_plugins {

struct in_module final : shape, private patterns::meta::registered<in_module, shape, "in module"> {
  using shape::shape;
  [[nodiscard]] std::string name() const override { return "in module"; }
};

}  // namespace registry_plugins
