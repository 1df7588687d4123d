/// @file
/// C12 · notifying_cache: who finds nothing waits until somebody puts it there.
export module patterns.caching:notifying_cache;

import std;
import patterns.concurrency;
import :concepts;
import :refill_line;

export namespace patterns::caching {

/// Any cache, shared by threads, in which a thread can wait for the value of a key that another will put.
///
///     notifying_cache<lru_cache<std::string, quote>> quotes(1000);
///     // the thread that has the connection:  quotes.put("ACME", latest);
///     // all others:                          if (const auto quote = quotes.wait_for("ACME", 2s)) ...
///
/// A put hands its value to each thread that waits for the key, before it even wakes: it gets that value even if the
/// entry is gone by then, replaced, erased, evicted, or never kept for want of room. No wakeup is lost between looking
/// and waiting, one that is spurious is not noticed, and threads that wait for other keys sleep on.
///
/// A wait ends with a value that is there or is put, or with nothing: when its deadline, by any clock, has passed, or
/// when a stop is requested. Given a token by which a stop was requested before, it finds nothing even if there is
/// something. What is there is found even if the deadline has passed. A key that is waited for in vain leaves nothing
/// behind.
///
/// The cache must not be destroyed while anybody waits: stop them first.
///
/// @tparam Cache  the cache below. Its values are handed out as copies: hold std::shared_ptr to const where a copy is
///                dear.
/// @tparam Hash   with Equal: what finds those who wait for a key; see cache_key
///
/// Complexity: that of `Cache`, and for put O(threads that wait for this key); waiting allocates only for the first who
/// waits for a key, and put only if somebody waits.
/// Thread-safety: every member may be called at any time by any thread. Keys are hashed, values copied and clocks read
/// under a lock: they may not use this cache.
/// Exceptions: as the operation of `Cache`; strong guarantee, and nobody is woken by a put that throws. What the clock
/// of a deadline throws.
/// Source: row C12; Python's threading.Condition around a dict; the monitors of Hoare (CACM 1974).
template <cache Cache, class Hash = key_hash<typename Cache::key_type>, class Equal = std::equal_to<>>
  requires std::copy_constructible<typename Cache::key_type> && std::copy_constructible<typename Cache::mapped_type> &&
           cache_key<typename Cache::key_type, Hash, Equal>
class notifying_cache {
 public:
  using key_type = typename Cache::key_type;
  using mapped_type = typename Cache::mapped_type;
  using cache_type = Cache;

  notifying_cache()
    requires std::default_initializable<Cache>
  = default;

  /// The cache below is made from `capacity` and whatever else it takes.
  template <class... More>
    requires std::constructible_from<Cache, std::size_t, More...>
  explicit notifying_cache(std::size_t capacity, More&&... more) : cache_(capacity, std::forward<More>(more)...) {}

  notifying_cache(const notifying_cache&) = delete;
  notifying_cache& operator=(const notifying_cache&) = delete;

  /// A copy of the value of `key`, if there is one; does not wait.
  template <class Query = key_type>
    requires requires(Cache& cache, const Query& key) { cache.get(key); }
  [[nodiscard]] std::optional<mapped_type> get(const Query& key) {
    const std::lock_guard lock(mutex_);
    return find(key);
  }

  /// The value of `key`, as soon as there is one.
  [[nodiscard]] mapped_type wait(const key_type& key) {
    return *await(key, concurrency::no_deadline(), concurrency::stop_token());
  }

  /// As above, or nothing when a stop is requested.
  [[nodiscard]] std::optional<mapped_type> wait(const key_type& key, const concurrency::stop_token& stop) {
    return await(key, concurrency::no_deadline(), stop);
  }

  /// The value of `key`, or nothing if there is none when so much time has passed.
  template <class Rep, class Period>
  [[nodiscard]] std::optional<mapped_type> wait_for(const key_type& key,
                                                    const std::chrono::duration<Rep, Period>& patience,
                                                    const concurrency::stop_token& stop = {}) {
    return await(key, concurrency::deadline_after(patience), stop);
  }

  /// The value of `key`, or nothing if there is none when the clock of the deadline shows it.
  template <class Clock, class Duration>
  [[nodiscard]] std::optional<mapped_type> wait_until(const key_type& key,
                                                      const std::chrono::time_point<Clock, Duration>& deadline,
                                                      const concurrency::stop_token& stop = {}) {
    return await(key, deadline, stop);
  }

  /// Holds `value` under `key`, and gives it to all who wait for it; false if `Cache` says that it had no room.
  template <class V = mapped_type>
    requires std::constructible_from<mapped_type, V>
  bool put(const key_type& key, V&& value) {
    const std::lock_guard lock(mutex_);
    const auto line = lines_.find(key);
    if (line == lines_.end()) {
      return store(key, std::forward<V>(value));
    }
    const auto shared = std::make_shared<const mapped_type>(std::forward<V>(value));
    const auto kept = store(key, *shared);
    line->second.serve_all(shared);
    lines_.erase(line);
    return kept;
  }

  /// Forgets the value of `key`; false if there is none. Who waits goes on waiting.
  template <class Query = key_type>
    requires requires(Cache& cache, const Query& key) { cache.erase(key); }
  bool erase(const Query& key) {
    const std::lock_guard lock(mutex_);
    return cache_.erase(key);
  }

  template <class Query = key_type>
    requires requires(const Cache& cache, const Query& key) { cache.contains(key); }
  [[nodiscard]] bool contains(const Query& key) const {
    const std::lock_guard lock(mutex_);
    return cache_.contains(key);
  }

  /// Forgets all values. Who waits goes on waiting.
  void clear() {
    const std::lock_guard lock(mutex_);
    cache_.clear();
  }

  [[nodiscard]] std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return cache_.size();
  }

  /// What `action` gives when it is called with the cache below, alone. What it puts wakes nobody.
  template <std::invocable<Cache&> Action>
  auto with(Action&& action) {
    const std::lock_guard lock(mutex_);
    return std::invoke(std::forward<Action>(action), cache_);
  }

  /// How many threads wait for `key` at this moment, to be shown or tested.
  [[nodiscard]] std::size_t waiting(const key_type& key) const {
    const std::lock_guard lock(mutex_);
    const auto line = lines_.find(key);
    return line == lines_.end() ? 0 : line->second.size();
  }

  /// How many keys are waited for at this moment.
  [[nodiscard]] std::size_t awaited_keys() const {
    const std::lock_guard lock(mutex_);
    return lines_.size();
  }

 private:
  using waiter = detail::refill_waiter<mapped_type>;

  template <class Query>
  [[nodiscard]] std::optional<mapped_type> find(const Query& key) {
    if (const auto found = cache_.get(key)) {
      return std::optional<mapped_type>(std::in_place, *found);
    }
    return std::nullopt;
  }

  template <class V>
  bool store(const key_type& key, V&& value) {
    if constexpr (requires { static_cast<bool>(cache_.put(key, std::forward<V>(value))); }) {
      return static_cast<bool>(cache_.put(key, std::forward<V>(value)));
    } else {
      cache_.put(key, std::forward<V>(value));
      return true;
    }
  }

  template <class Deadline>
  [[nodiscard]] std::optional<mapped_type> await(const key_type& key, const Deadline& deadline,
                                                 const concurrency::stop_token& stop) {
    if (stop.stop_requested()) {
      return std::nullopt;
    }
    waiter self;
    {
      const std::lock_guard lock(mutex_);
      if (auto known = find(key)) {
        return known;
      }
      if (concurrency::has_passed(deadline)) {
        return std::nullopt;
      }
      lines_.try_emplace(key).first->second.join(self);
    }
    // The callback takes the mutex, and its destructor waits for it to return: neither must happen under the mutex.
    const concurrency::stop_callback on_stop(stop, [this, &self] {
      const std::lock_guard lock(mutex_);
      self.stop();
    });
    if (const auto brought = wait(key, self, deadline)) {
      return std::optional<mapped_type>(std::in_place, *brought);
    }
    return std::nullopt;
  }

  template <class Deadline>
  [[nodiscard]] std::shared_ptr<const mapped_type> wait(const key_type& key, waiter& self, const Deadline& deadline) {
    std::unique_lock lock(mutex_);
    try {
      self.wait(lock, deadline);
    } catch (...) {  // a clock of the user's
      leave(key, self);
      throw;
    }
    leave(key, self);
    return self.take();
  }

  /// Takes one out of line who was not served. A line that is left empty by a hash that throws goes with the next put.
  void leave(const key_type& key, waiter& self) noexcept {
    if (!self.stands_in_line()) {
      return;
    }
    auto& line = self.line();
    line.leave(self);
    if (line.size() == 0) {
      try {
        lines_.erase(key);
      } catch (...) {
      }
    }
  }

  mutable std::mutex mutex_;
  Cache cache_;
  std::unordered_map<key_type, detail::refill_line<mapped_type>, Hash, Equal> lines_;
};

}  // namespace patterns::caching
