/// @file
/// What the plug-ins of the registry's tests register as.
export module registry_plugins.shape;

import std;
import patterns.meta;

export namespace registry_plugins {

struct shape {
  /// Called while a shape is made.
  using observer = std::function<void()>;
  using registry_type = patterns::meta::registry<shape, std::string, const observer&>;

  explicit shape(const observer& made) { made(); }
  virtual ~shape() = default;
  [[nodiscard]] virtual std::string name() const = 0;
};

}  // namespace registry_plugins
