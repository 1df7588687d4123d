/// @file
/// C2 · shared_cached_property: a value that an object computes once, whichever thread asks for it first.
export module patterns.caching:shared_cached_property;

import std;
import patterns.data_model;
import patterns.meta;
import :flight;

namespace patterns::caching::detail {

/// One computation of a property, which others may wait for, and in the end its value.
template <class T>
class shared_computation : public awaited {
 public:
  shared_computation() noexcept {}
  ~shared_computation() {
    if (has_value_) {
      std::destroy_at(std::addressof(value_));
    }
  }

  using awaited::end;

  // Of exactly this type: a T that is neither movable nor constructible from anything else is built where it stays.
  template <class F>
  void run(F& compute) {
    ::new (static_cast<void*>(std::addressof(value_))) T(std::invoke(compute));
    has_value_ = true;
  }

  [[nodiscard]] const T* value() const noexcept { return std::addressof(value_); }

  /// One that somebody may still look at, and that was put aside before this one was.
  std::shared_ptr<shared_computation> put_aside_before;

 private:
  union {
    T value_;
  };
  bool has_value_ = false;
};

/// What a property needs beside its value: made with the first computation.
template <class T>
class property_core {
 public:
  using computation = shared_computation<T>;

  struct part {
    std::shared_ptr<computation> shared;
    bool leads;
  };

  explicit property_core(std::atomic<const T*>& ready) noexcept : ready_(&ready) {}
  property_core(const property_core&) = delete;
  property_core& operator=(const property_core&) = delete;
  // One after the other: a long chain that ends in one go would take as many frames.
  ~property_core() {
    while (aside_ != nullptr) {
      aside_ = std::exchange(aside_->put_aside_before, nullptr);
    }
  }

  void belong_to(std::atomic<const T*>& ready) noexcept { ready_ = &ready; }

  /// The computation that counts: that under way, or one for the caller to do.
  [[nodiscard]] part join() {
    const std::lock_guard lock(mutex_);
    if (current_ != nullptr) {
      return {current_, false};
    }
    current_ = std::make_shared<computation>();
    return {current_, true};
  }

  /// Makes the value that `own` has brought that of the property, unless it was overtaken.
  [[nodiscard]] bool land(const computation& own) noexcept {
    const std::lock_guard lock(mutex_);
    if (current_.get() != &own) {
      return false;
    }
    ready_->store(own.value(), std::memory_order_release);
    return true;
  }

  void give_up(const computation& own) noexcept {
    const std::lock_guard lock(mutex_);
    if (current_.get() == &own) {
      current_.reset();
    }
  }

  /// Makes the value, or the one that is being computed, one of the past.
  [[nodiscard]] bool overtake() noexcept {
    const std::lock_guard lock(mutex_);
    if (current_ == nullptr) {
      return true;
    }
    if (ready_->load(std::memory_order_relaxed) == nullptr) {
      if (current_->leader() == std::this_thread::get_id()) {
        return false;
      }
      current_.reset();
      return true;
    }
    ready_->store(nullptr, std::memory_order_relaxed);
    current_->put_aside_before = std::move(aside_);
    aside_ = std::move(current_);
    return true;
  }

  [[nodiscard]] std::size_t waiting() const noexcept {
    const std::lock_guard lock(mutex_);
    return current_ == nullptr ? 0 : current_->waiters();
  }

 private:
  mutable std::mutex mutex_;
  std::atomic<const T*>* ready_;
  std::shared_ptr<computation> current_;
  std::shared_ptr<computation> aside_;
};

}  // namespace patterns::caching::detail

export namespace patterns::caching {

/// A value that is computed once for each object, by the first thread that asks for it, while those who ask meanwhile
/// wait: cached_property of patterns.data_model, for objects that threads share.
///
///     class report {
///      public:
///       const summary& totals() const {
///         return totals_.get([this] { return summarize(rows_); });
///       }
///      private:
///       std::vector<row> rows_;
///       shared_cached_property<summary> totals_;
///     };
///
/// Each object waits for itself alone: no lock is held while a value is computed, and objects of one class compute at
/// once. A computation that throws leaves nothing behind: who did it gets the exception, and of those who wait the next
/// tries. One that could only go on after itself, directly or through other threads, properties or caches of this
/// module, gets recursive_load_error instead of a deadlock.
///
/// There are two ways to forget the value. `reset` is for who has the object to himself, as one must who changes it,
/// and frees the value. `invalidate` may be called at any time: what others compute at that moment never becomes the
/// value, and they compute anew; references that were given out stay good, so that the old value is kept until `reset`
/// or the end. Where that happens often, have the property, or a memo_cache, hold std::shared_ptr to const.
///
/// As with cached_property the computation is handed over each time and not kept; a copy of an object shares nothing
/// with the original and begins without a value, and so does what is copied to; a move takes the value along, of
/// whatever type it is, and leaves none behind.
///
/// @tparam T  what is kept, which need not be movable
///
/// It is as large as two pointers, whatever `T` is. It allocates when a value is first computed, and then once for
/// each computation.
///
/// Complexity: `get` of a value that is there is one load (acquire) and a test.
/// Thread-safety: const members and `invalidate` may be called at any time by any thread; the others, as copying to,
/// moving and destruction, while nobody else uses the object.
/// Exceptions: those of the computation and std::bad_alloc; then there is no value.
/// Source: row C2; Python's `functools.cached_property` before 3.12, whose lock was one for all objects of the class.
template <class T>
  requires std::is_object_v<T> && std::same_as<T, std::remove_cv_t<T>> && std::destructible<T>
class shared_cached_property {
 public:
  using value_type = T;

  constexpr shared_cached_property() noexcept = default;
  constexpr shared_cached_property(const shared_cached_property& /* shares nothing */) noexcept {}
  shared_cached_property(shared_cached_property&& other) noexcept { take(other); }

  shared_cached_property& operator=(const shared_cached_property& other) noexcept {
    if (this != &other) {
      reset();
    }
    return *this;
  }
  shared_cached_property& operator=(shared_cached_property&& other) noexcept {
    if (this != &other) {
      reset();
      take(other);
    }
    return *this;
  }

  ~shared_cached_property() { delete core_.load(std::memory_order_relaxed); }

  /// The value, which `compute` gives if there is none yet; called again if it was overtaken. The reference holds until
  /// the value is reset, moved away and reset there, or destroyed.
  /// @throws recursive_load_error if the computation waits for itself
  template <class F>
    requires data_model::property_computation<F&, T>
  [[nodiscard]] const T& get(F&& compute) const {
    if (const T* const ready = ready_.load(std::memory_order_acquire)) {
      return *ready;
    }
    return fill(compute);
  }

  /// The value if there is one; nothing is computed or waited for.
  [[nodiscard]] inline const T* get_if() const noexcept { return ready_.load(std::memory_order_acquire); }

  [[nodiscard]] inline bool has_value() const noexcept { return get_if() != nullptr; }

  /// Forgets the value and frees it, so that the next `get` computes it anew. Nobody else may use the object.
  void reset() noexcept {
    ready_.store(nullptr, std::memory_order_relaxed);
    delete core_.exchange(nullptr, std::memory_order_relaxed);
  }

  /// Forgets the value, or what a computation under way will bring, so that every `get` that is called from now on
  /// gives what was computed from now on. Old references stay good.
  /// @throws recursive_load_error if called by the computation itself, which would never end
  void invalidate() {
    if (auto* const core = core_.load(std::memory_order_acquire); core != nullptr && !core->overtake()) {
      throw recursive_load_error(name());
    }
  }

  /// How many threads wait for the computation under way, to be shown or tested.
  [[nodiscard]] std::size_t waiting() const noexcept {
    const auto* const core = core_.load(std::memory_order_acquire);
    return core == nullptr ? 0 : core->waiting();
  }

  /// What was computed already tells no two objects apart, so that their class can default its comparisons.
  [[nodiscard]] constexpr bool operator==(const shared_cached_property& /* other */) const noexcept { return true; }
  [[nodiscard]] constexpr std::strong_ordering operator<=>(const shared_cached_property& /* other */) const noexcept {
    return std::strong_ordering::equal;
  }

 private:
  using core_type = detail::property_core<T>;

  [[nodiscard]] static std::string name() {
    return std::format("shared_cached_property<{}>", meta::unqualified_name<T>);
  }

  // Apart from the test, so that the test is all that is inlined.
  template <class F>
  [[gnu::noinline]] const T& fill(F& compute) const {
    auto& shared = core_or_new();
    for (;;) {
      const auto [mine, leads] = shared.join();
      if (leads) {
        if (run(shared, *mine, compute)) {
          return *mine->value();
        }
      } else if (!mine->wait()) {
        throw recursive_load_error(name());
      } else if (const T* const ready = ready_.load(std::memory_order_acquire)) {
        return *ready;
      }
    }
  }

  /// False if it was overtaken.
  template <class F>
  [[nodiscard]] static bool run(core_type& shared, detail::shared_computation<T>& mine, F& compute) {
    try {
      mine.run(compute);
    } catch (...) {
      shared.give_up(mine);
      mine.end();
      throw;
    }
    const auto landed = shared.land(mine);
    mine.end();
    return landed;
  }

  [[nodiscard]] core_type& core_or_new() const {
    auto* known = core_.load(std::memory_order_acquire);
    if (known == nullptr) {
      auto made = std::make_unique<core_type>(ready_);
      if (core_.compare_exchange_strong(known, made.get(), std::memory_order_acq_rel, std::memory_order_acquire)) {
        known = made.release();
      }
    }
    return *known;
  }

  void take(shared_cached_property& other) noexcept {
    auto* const taken = other.core_.exchange(nullptr, std::memory_order_relaxed);
    if (taken != nullptr) {
      taken->belong_to(ready_);
    }
    core_.store(taken, std::memory_order_relaxed);
    ready_.store(other.ready_.exchange(nullptr, std::memory_order_relaxed), std::memory_order_relaxed);
  }

  mutable std::atomic<const T*> ready_ = nullptr;
  mutable std::atomic<core_type*> core_ = nullptr;
};

}  // namespace patterns::caching
