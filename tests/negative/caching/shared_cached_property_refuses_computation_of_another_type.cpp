// must not compile, and must say: property_computation
import std;
import patterns.caching;

int size_of(const patterns::caching::shared_cached_property<int>& property) {
  return property.get([] { return std::string("three"); });
}
