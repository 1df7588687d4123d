/// @file
/// D3 · object_pool: things that are costly to make, lent out and taken back.
export module patterns.concurrency:object_pool;

import std;
import :counting_gate;
import :stop_token;

export namespace patterns::concurrency {

/// What a pool can keep: an object of its own type, neither const nor an array. It need not be movable.
template <class T>
concept poolable =
    std::is_object_v<T> && !std::is_array_v<T> && std::same_as<T, std::remove_cv_t<T>> && std::destructible<T>;

/// A function of no argument that makes the objects of a pool.
template <class F, class T>
concept pool_factory = std::move_constructible<F> && std::is_invocable_r_v<T, F&>;

/// When an object_pool asks whether an object is still good.
enum class health_check {
  /// When it comes back.
  on_return,
  /// And again before it is lent out: it may have gone bad while it lay idle.
  on_return_and_acquire,
};

/// The health check of a pool whose objects do not go bad.
struct always_healthy {
  [[nodiscard]] constexpr bool operator()(const auto&) const noexcept { return true; }
};

template <poolable T>
class object_pool;

}  // namespace patterns::concurrency

namespace patterns::concurrency::detail {

/// What a pool and its leases share, and the last of them frees.
///
/// There are never more objects than places at the gate: one is made only by the holder of a place who has none, and
/// only when none lies idle.
template <class T>
class pool_core {
 public:
  pool_core(std::size_t max_size, health_check checks) : gate_(max_size), checks_(checks) {}
  pool_core(const pool_core&) = delete;
  pool_core& operator=(const pool_core&) = delete;
  virtual ~pool_core() = default;

  [[nodiscard]] counting_gate& gate() noexcept { return gate_; }

  /// For one who holds a place: the latest that came back, or a new one.
  [[nodiscard]] std::unique_ptr<T> take() {
    for (;;) {
      auto object = take_idle_or_claim();
      if (object == nullptr) {
        return make_claimed();
      }
      if (checks_ == health_check::on_return || passes(*object)) {
        return object;
      }
      drop(std::move(object));
    }
  }

  void put_back(std::unique_ptr<T> object) noexcept {
    if (!closed_.load(std::memory_order_acquire) && passes(*object)) {
      keep(object);
    }
    drop(std::move(object));
  }

  /// Destroys what the pool owns no more, or forgets what somebody else owns; another may be made in its place.
  void drop(std::unique_ptr<T> object) noexcept {
    if (object != nullptr) {
      object.reset();
      forget();
    }
  }

  void forget() noexcept {
    const std::lock_guard lock(mutex_);
    --size_;
  }

  /// False when there are as many as `wanted`, or no place is free to make another in.
  bool prewarm_one(std::size_t wanted) {
    const auto place = gate_.try_acquire();
    if (!place) {
      return false;
    }
    {
      const std::lock_guard lock(mutex_);
      if (size_ >= std::min(wanted, gate_.limit())) {
        return false;
      }
      claim();
    }
    auto object = make_claimed();
    keep(object);
    drop(std::move(object));
    return true;
  }

  void close() noexcept {
    std::vector<std::unique_ptr<T>> left_over;
    {
      const std::lock_guard lock(mutex_);
      closed_.store(true, std::memory_order_release);
      left_over.swap(idle_);
      size_ -= left_over.size();
    }
  }

  [[nodiscard]] std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return size_;
  }

  [[nodiscard]] std::size_t idle() const {
    const std::lock_guard lock(mutex_);
    return idle_.size();
  }

 protected:
  [[nodiscard]] virtual std::unique_ptr<T> make() = 0;
  [[nodiscard]] virtual bool is_healthy(T& object) = 0;

 private:
  [[nodiscard]] bool passes(T& object) noexcept {
    try {
      return is_healthy(object);
    } catch (...) {
      return false;
    }
  }

  [[nodiscard]] std::unique_ptr<T> take_idle_or_claim() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) {
      claim();
      return nullptr;
    }
    auto latest = std::move(idle_.back());
    idle_.pop_back();
    return latest;
  }

  // Room is made before the object is, so that taking it back cannot fail.
  void claim() {
    if (idle_.capacity() <= size_) {
      idle_.reserve(2 * size_ + 1);
    }
    ++size_;
  }

  [[nodiscard]] std::unique_ptr<T> make_claimed() {
    try {
      return make();
    } catch (...) {
      forget();
      throw;
    }
  }

  // Leaves it with the caller if the pool has gone.
  void keep(std::unique_ptr<T>& object) noexcept {
    const std::lock_guard lock(mutex_);
    if (!closed_.load(std::memory_order_relaxed)) {
      idle_.push_back(std::move(object));
    }
  }

  counting_gate gate_;
  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<T>> idle_;
  std::size_t size_ = 0;
  std::atomic<bool> closed_ = false;
  const health_check checks_;
};

template <class T, class Make, class Healthy>
class pool_core_of final : public pool_core<T> {
 public:
  pool_core_of(std::size_t max_size, Make make, Healthy healthy, health_check checks)
      : pool_core<T>(max_size, checks), make_(std::move(make)), healthy_(std::move(healthy)) {}

 private:
  std::unique_ptr<T> make() override { return std::unique_ptr<T>(new T(std::invoke(make_))); }
  bool is_healthy(T& object) override { return static_cast<bool>(std::invoke(healthy_, object)); }

  Make make_;
  Healthy healthy_;
};

[[nodiscard]] inline std::size_t checked_pool_size(std::size_t max_size) {
  if (max_size == 0) {
    throw std::invalid_argument("object_pool: a pool of at most 0 objects has nothing to lend");
  }
  return max_size;
}

}  // namespace patterns::concurrency::detail

export namespace patterns::concurrency {

/// An object on loan from an object_pool; it goes back when the lease goes, by whatever way.
///
/// It may outlive the pool: the object is destroyed then where it would have gone back.
///
/// Thread-safety: an ordinary object; it may be given back by another thread than the one that acquired it.
/// Source: row D3; Python's `with pool.acquire() as connection`.
template <poolable T>
class [[nodiscard]] lease {
 public:
  lease(lease&&) noexcept = default;
  lease& operator=(lease&& other) noexcept {
    if (this != &other) {
      give_back();
      core_ = std::move(other.core_);
      place_ = std::move(other.place_);
      object_ = std::move(other.object_);
    }
    return *this;
  }
  ~lease() { give_back(); }

  /// True until it was moved from, given back, discarded or detached.
  [[nodiscard]] explicit operator bool() const noexcept { return object_ != nullptr; }

  [[nodiscard]] T* get() const noexcept { return object_.get(); }
  [[nodiscard]] T& operator*() const noexcept { return *object_; }
  [[nodiscard]] T* operator->() const noexcept { return object_.get(); }

  /// Hands the object back before the end of the scope. One that is not healthy any more, or whose check throws, is
  /// destroyed, and the next to come gets a new one.
  void give_back() noexcept {
    if (object_ != nullptr) {
      core_->put_back(std::move(object_));
      leave();
    }
  }

  /// Destroys the object, known to be bad, in place of handing it back.
  void discard() noexcept {
    if (object_ != nullptr) {
      core_->drop(std::move(object_));
      leave();
    }
  }

  /// Takes the object away from the pool for good; the pool may make another in its place.
  [[nodiscard]] std::unique_ptr<T> detach() noexcept {
    if (object_ == nullptr) {
      return nullptr;
    }
    auto taken = std::move(object_);
    core_->forget();
    leave();
    return taken;
  }

 private:
  friend class object_pool<T>;

  lease(std::shared_ptr<detail::pool_core<T>> core, counting_gate::permit place, std::unique_ptr<T> object) noexcept
      : core_(std::move(core)), place_(std::move(place)), object_(std::move(object)) {}

  void leave() noexcept {
    place_.release();
    core_.reset();
  }

  std::shared_ptr<detail::pool_core<T>> core_;
  counting_gate::permit place_;
  std::unique_ptr<T> object_;
};

/// Lends out at most `max_size` objects, made when they are needed and used again when they come back.
///
/// The latest that came back is lent first, for it is the warmest; those who wait are served in the order in which
/// they came. If making an object throws, the caller gets the exception and the next one may try.
///
/// The factory and the health check are called without a lock, and so perhaps by several threads at once. No call may
/// be under way when the pool is destroyed; leases may remain.
///
/// @tparam T  what is lent; see poolable
///
/// Complexity: O(1) each beside what factory and check take; only making an object allocates.
/// Thread-safety: every member, from any thread.
/// Exceptions: those of the factory, and std::bad_alloc; then nothing was lent, and nothing is lost.
/// Source: row D3; Python's object pool with a context manager; Kircher and Jain, Pooling (EuroPLoP 2002).
template <poolable T>
class object_pool {
 public:
  using value_type = T;

  /// @param max_size  how many objects there may be, lent or idle, at least 1
  /// @param make      makes one; see pool_factory
  /// @param healthy   says whether an object that was used may be used again
  /// @param checks    when that is asked
  /// @throws std::invalid_argument if `max_size` is 0
  template <pool_factory<T> Make, class Healthy = always_healthy>
    requires std::move_constructible<Healthy> && std::predicate<Healthy&, T&>
  explicit object_pool(std::size_t max_size, Make make, Healthy healthy = {},
                       health_check checks = health_check::on_return)
      : core_(std::make_shared<detail::pool_core_of<T, Make, Healthy>>(detail::checked_pool_size(max_size),
                                                                       std::move(make), std::move(healthy), checks)) {}
  object_pool(const object_pool&) = delete;
  object_pool& operator=(const object_pool&) = delete;
  ~object_pool() { core_->close(); }

  /// Waits as long as it takes.
  lease<T> acquire() { return lend(core_->gate().acquire()); }

  /// Waits until a stop is requested by `stop`; nothing then.
  [[nodiscard]] std::optional<lease<T>> acquire(const stop_token& stop) { return lend_if(core_->gate().acquire(stop)); }

  [[nodiscard]] std::optional<lease<T>> try_acquire() { return lend_if(core_->gate().try_acquire()); }

  /// The time is that of waiting for a place; a factory takes what it takes.
  template <class Rep, class Period>
  [[nodiscard]] std::optional<lease<T>> try_acquire_for(const std::chrono::duration<Rep, Period>& patience,
                                                        const stop_token& stop = {}) {
    return lend_if(core_->gate().try_acquire_for(patience, stop));
  }

  template <class Clock, class Duration>
  [[nodiscard]] std::optional<lease<T>> try_acquire_until(const std::chrono::time_point<Clock, Duration>& deadline,
                                                          const stop_token& stop = {}) {
    return lend_if(core_->gate().try_acquire_until(deadline, stop));
  }

  /// Makes objects until there are `count`, or as many as there may be, and leaves them idle; it does not wait for
  /// those that are lent.
  /// @throws what the factory throws, and then keeps those made before
  void prewarm(std::size_t count) {
    while (core_->prewarm_one(count)) {
    }
  }

  [[nodiscard]] std::size_t max_size() const noexcept { return core_->gate().limit(); }

  /// How many objects there are, lent, idle or being made; this and the next three are to be shown or tested, for they
  /// may have changed when the caller looks at them.
  [[nodiscard]] std::size_t size() const { return core_->size(); }
  [[nodiscard]] std::size_t idle() const { return core_->idle(); }
  [[nodiscard]] std::size_t in_use() const { return core_->gate().in_use(); }
  /// How many threads wait for an object.
  [[nodiscard]] std::size_t waiting() const { return core_->gate().waiting(); }

 private:
  [[nodiscard]] lease<T> lend(counting_gate::permit place) {
    auto object = core_->take();
    return lease<T>(core_, std::move(place), std::move(object));
  }

  [[nodiscard]] std::optional<lease<T>> lend_if(std::optional<counting_gate::permit> place) {
    return place ? std::optional(lend(std::move(*place))) : std::nullopt;
  }

  std::shared_ptr<detail::pool_core<T>> core_;
};

template <class Make, class... Rest>
object_pool(std::size_t, Make, Rest...) -> object_pool<std::invoke_result_t<Make&>>;

}  // namespace patterns::concurrency
