/// @file
/// B21 · first_use: something that is done once, by whoever needs it first.
export module patterns.meta:first_use;

import std;

export namespace patterns::meta {

/// Thrown when an object that is built on first use is needed to build itself, directly, through others, or through
/// others that other threads are building: waiting would never end. The message names the types around the circle.
/// Source: row B21.
class construction_cycle_error : public std::logic_error {
 public:
  explicit construction_cycle_error(const std::string& circle) : std::logic_error("construction cycle: " + circle) {}
};

}  // namespace patterns::meta

namespace patterns::meta::detail {

class construction;

/// Lets one thread build an object while others wait for it.
class first_use {
 public:
  explicit constexpr first_use(std::string_view type) noexcept : type_(type) {}
  first_use(const first_use&) = delete;
  first_use& operator=(const first_use&) = delete;

  [[nodiscard]] inline std::string_view type() const noexcept { return type_; }

 private:
  friend class construction;

  std::string_view type_;
  const construction* current_ = nullptr;
};

/// The one construction of an object, for as long as this lives. Making one waits for the thread that is at it.
class construction {
 public:
  /// @throws construction_cycle_error if that would wait for itself
  explicit construction(first_use& object);
  construction(const construction&) = delete;
  construction& operator=(const construction&) = delete;
  ~construction();

 private:
  struct builder;

  [[nodiscard]] static builder& this_thread() noexcept;
  void refuse_cycle() const;

  first_use& object_;
  builder& builder_;
  const construction* outer_;
};

/// A place for one T, which is built by the first who asks and stays until it is taken away.
template <class T>
class lazy_object {
 public:
  explicit constexpr lazy_object(std::string_view type) noexcept : use_(type) {}

  /// The object, which `make` gives on first use. If `make` throws, nothing has happened, and the next one tries again.
  template <class Make>
  [[nodiscard]] T& get(Make make) {
    if (auto* const ready = object_.load(std::memory_order_acquire)) {
      return *ready;
    }
    const construction alone(use_);
    if (object_.load(std::memory_order_relaxed) == nullptr) {
      object_.store(make(), std::memory_order_release);
    }
    return *object_.load(std::memory_order_relaxed);
  }

  /// Puts `object` or nothing in its place; what was there, if anything, is the caller's.
  [[nodiscard]] T* exchange(T* object) noexcept { return object_.exchange(object, std::memory_order_acq_rel); }

 private:
  std::atomic<T*> object_ = nullptr;
  first_use use_;
};

}  // namespace patterns::meta::detail
