/// @file
/// C20 · shared_memory_error, shared_memory_busy: what can be wrong with the memory that processes share.
export module patterns.caching:shared_memory_error;

import std;
import :cache_store;

export namespace patterns::caching {

/// The memory of a shared_memory_cache is out of reach or is not what it should be: the system refuses it, it belongs
/// to somebody else, or it was made by something else or for another size. Source: row C20.
class shared_memory_error : public cache_store_error {
 public:
  shared_memory_error(std::string name, const std::string& problem);

  /// Of the memory.
  [[nodiscard]] inline const std::string& name() const noexcept { return name_; }

 private:
  std::string name_;
};

/// Another process has held a part of the memory for longer than one is ready to wait: it was stopped, or is not let
/// run. What was asked for was not done, and may be asked for again. Source: row C20.
class shared_memory_busy : public shared_memory_error {
 public:
  using shared_memory_error::shared_memory_error;
};

}  // namespace patterns::caching
