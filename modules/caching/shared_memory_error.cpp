module patterns.caching;

import std;
import patterns.meta;

namespace patterns::caching {

shared_memory_error::shared_memory_error(std::string name, const std::string& problem)
    : cache_store_error(std::format("shared_memory_cache {}: {}", meta::repr(std::string_view(name)), problem)),
      name_(std::move(name)) {}

}  // namespace patterns::caching
