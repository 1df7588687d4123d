/// @file
/// A3 · instance_counted: how many objects of a class there have been, and how many there are.
export module patterns.data_model:instance_counted;

import std;

export namespace patterns::data_model {

/// Counts the objects of `Derived`, which derives from it: `struct session : instance_counted<session> {};`.
///
/// @tparam Derived  the class that is counted; each has counts of its own
///
/// A copy and an object that is moved to are new objects; one that was moved from is alive until it is destroyed. An
/// object whose constructor throws was begun: it is in the total, and no longer alive. The empty base takes no room.
///
/// Complexity: one or two atomic additions per construction, one per destruction. Thread-safety: any number of threads;
/// the counts are exact, and are seen by whoever is ordered after the constructions in question by other means.
/// Source: row A3; Python's class attributes, shared by all instances.
template <class Derived>
class instance_counted {
 public:
  instance_counted() noexcept { begin(); }
  instance_counted(const instance_counted&) noexcept { begin(); }
  instance_counted(instance_counted&&) noexcept { begin(); }
  // Assignment makes no object.
  instance_counted& operator=(const instance_counted&) noexcept { return *this; }
  instance_counted& operator=(instance_counted&&) noexcept { return *this; }

  ~instance_counted() {
    static_assert(std::derived_from<Derived, instance_counted>, "instance_counted<Derived> is a base class of Derived");
    alive_.fetch_sub(1, std::memory_order_relaxed);
  }

  /// How many objects have been made so far.
  [[nodiscard]] static std::uint64_t total() noexcept { return total_.load(std::memory_order_relaxed); }

  /// How many of them have not been destroyed.
  [[nodiscard]] static std::uint64_t alive() noexcept { return alive_.load(std::memory_order_relaxed); }

  /// All objects of a class are equal in this part, so that a defaulted comparison works. Not for `Derived` itself: it
  /// would then be compared by this, had it no comparison of its own.
  template <std::same_as<instance_counted> Part>
  [[nodiscard]] friend constexpr bool operator==(const Part&, const Part&) noexcept {
    return true;
  }

 private:
  static void begin() noexcept {
    total_.fetch_add(1, std::memory_order_relaxed);
    alive_.fetch_add(1, std::memory_order_relaxed);
  }

  static inline std::atomic<std::uint64_t> total_ = 0;
  static inline std::atomic<std::uint64_t> alive_ = 0;
};

}  // namespace patterns::data_model
