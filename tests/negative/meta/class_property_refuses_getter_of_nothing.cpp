// must not compile, and must say: property_getter
import patterns.meta;

struct config {
  static constexpr patterns::meta::class_property<void (*)()> doubled{nullptr};
};
