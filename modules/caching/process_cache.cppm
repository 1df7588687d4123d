/// @file
/// C19 · process_cache: results that were computed in other processes, kept.
export module patterns.caching:process_cache;

import std;
import patterns.async;
import patterns.concurrency;
import :bounded_cache;
import :concepts;
import :observation;
import :single_flight;
import :synchronized_cache;

namespace patterns::caching::detail {

/// What a function is called with, as a key: the one argument, or the tuple of all.
template <class F>
struct call_key;

template <class R, class... Args>
struct call_key<R (*)(Args...)> {
  using result = R;
  using type = std::tuple<std::remove_cvref_t<Args>...>;
};
template <class R, class Arg>
struct call_key<R (*)(Arg)> {
  using result = R;
  using type = std::remove_cvref_t<Arg>;
};
template <class R, class... Args>
struct call_key<R (*)(Args...) noexcept> : call_key<R (*)(Args...)> {};

template <class Member>
struct call_operator_key;
template <class F, class R, class... Args>
struct call_operator_key<R (F::*)(Args...) const> : call_key<R (*)(Args...)> {};
template <class F, class R, class... Args>
struct call_operator_key<R (F::*)(Args...) const noexcept> : call_key<R (*)(Args...)> {};

template <class F>
  requires requires { &F::operator(); }
struct call_key<F> : call_operator_key<decltype(&F::operator())> {};

template <auto Fn>
using call_key_t = typename call_key<std::remove_cv_t<decltype(Fn)>>::type;

template <auto Fn>
using call_result_t = typename call_key<std::remove_cv_t<decltype(Fn)>>::result;

template <class Key>
struct call_hash : key_hash<Key> {};

/// The hashes of all arguments in one, if each has one.
template <class... Args>
struct call_hash<std::tuple<Args...>> {
  [[nodiscard]] std::size_t operator()(const std::tuple<Args...>& key) const
    requires std::conjunction_v<std::bool_constant<cache_key<Args>>...>
  {
    std::size_t mixed = 0;
    std::apply([&]([[maybe_unused]] const Args&... each) { (mix(mixed, key_hash<Args>{}(each)), ...); }, key);
    return mixed;
  }

 private:
  static void mix(std::size_t& mixed, std::size_t next) noexcept {
    mixed ^= next + std::size_t{0x9e3779b97f4a7c15U} + (mixed << 6U) + (mixed >> 2U);
  }
};

}  // namespace patterns::caching::detail

export namespace patterns::caching {

/// What a process_cache can keep the results of: a process_function that gives something, whose arguments and result
/// can be copied.
template <class F>
concept cacheable_process_function =
    concurrency::process_function<F> && std::copy_constructible<typename detail::call_key<F>::type> &&
    std::copy_constructible<typename detail::call_key<F>::result>;

/// How a process_cache works.
struct process_cache_options {
  /// How many results are kept; then those go that were not used for longest.
  std::size_t capacity = 1024;
  concurrency::process_pool_options pool{};
};

/// Calls `Fn` in processes of its own, once for the same arguments, and keeps the results.
///
///     process_cache<render> pictures({.capacity = 100, .pool = {.workers = 4}});
///     const image front = pictures.get_or_load("front", 1080);
///
/// Callers who ask for the same at once share one job; jobs for different arguments run at once, as many as there are
/// workers. What goes wrong with a job is for those who wait for it: a worker that crashes or is killed is replaced,
/// their call throws worker_died, nothing is remembered of it, and the next call tries again. All other results and
/// jobs are left alone.
///
/// `Fn` should give the same for the same arguments, whichever process it runs in: what it knows of the program is
/// what the program knew at its start.
///
/// Models: cache. The key is the argument of `Fn`, or the tuple of its arguments if there are several.
///
/// @tparam Fn    see cacheable_process_function
/// @tparam Hash  with Equal: see cache_key; by default the hashes of all arguments together
///
/// Complexity: a hit is O(1) and one copy; a miss costs a job, see process_pool. Thread-safety: every member, from any
/// thread; the destructor comes last. Exceptions: those of process_pool; strong guarantee.
/// Source: row C19; Python's functools.lru_cache over a ProcessPoolExecutor.
template <auto Fn, class Hash = detail::call_hash<detail::call_key_t<Fn>>, class Equal = std::equal_to<>>
  requires cacheable_process_function<std::remove_cv_t<decltype(Fn)>> && cache_key<detail::call_key_t<Fn>, Hash, Equal>
class process_cache {
 public:
  using key_type = detail::call_key_t<Fn>;
  using mapped_type = detail::call_result_t<Fn>;
  using pool_type = concurrency::process_pool<Fn>;

  /// Starts the workers, and returns when all are ready; main has begun with run_worker.
  /// @throws as the constructor of process_pool; capacity_error
  explicit process_cache(process_cache_options how = {}, Hash hash = Hash(), Equal equal = Equal())
      : kept_(how.capacity, hash, equal), flights_(hash, equal), pool_(std::move(how.pool)) {}

  process_cache(const process_cache&) = delete;
  process_cache& operator=(const process_cache&) = delete;

  /// The result of `Fn` for these arguments: the one that is kept, or that of a job, for which it waits.
  /// @throws what the future of the job holds; otherwise as process_pool::submit
  template <class... Given>
    requires std::constructible_from<key_type, Given...>
  [[nodiscard]] mapped_type get_or_load(Given&&... given) {
    const key_type key(std::forward<Given>(given)...);
    if (auto found = kept_.get(key)) {
      return *std::move(found);
    }
    return flights_.run(key, [this](const key_type& wanted) { return compute(wanted); });
  }

  /// As above in a task, for coroutines: if a job is needed, it goes to `where`, a thread of which waits for the job,
  /// and goes on there.
  /// @param where  such as a thread_pool with a thread for each worker; outlives the task
  template <async::scheduler S>
  [[nodiscard]] async::task<mapped_type> get_or_load_on(S& where, key_type key) {
    if (auto found = kept_.get(key)) {
      co_return *std::move(found);
    }
    co_await where.schedule();
    co_return get_or_load(std::as_const(key));
  }

  /// A copy of the result that is kept for `key`, if there is one.
  [[nodiscard]] std::optional<mapped_type> get(const key_type& key) { return kept_.get(key); }

  /// Keeps `value` as the result for `key`; whether there was room for it.
  template <class V = mapped_type>
    requires std::constructible_from<mapped_type, V>
  bool put(const key_type& key, V&& value) {
    return kept_.put(key, std::forward<V>(value));
  }

  /// Forgets the result for `key`; true if there was one. A job under way ends, and its result is kept.
  bool erase(const key_type& key) { return kept_.erase(key); }
  void clear() { kept_.clear(); }
  [[nodiscard]] bool contains(const key_type& key) const { return kept_.contains(key); }
  [[nodiscard]] std::size_t size() const { return kept_.size(); }
  [[nodiscard]] cache_stats stats() const { return kept_.stats(); }

  /// How many jobs are wanted now.
  [[nodiscard]] std::size_t running() const { return flights_.size(); }
  /// How many callers wait for the job for `key`, not counting the one who ordered it.
  [[nodiscard]] std::size_t waiting(const key_type& key) const { return flights_.waiting(key); }

  [[nodiscard]] const pool_type& pool() const noexcept { return pool_; }

 private:
  using storage = lru_cache<key_type, mapped_type, Hash, Equal>;

  [[nodiscard]] mapped_type compute(const key_type& key) {
    // Another job for the key may have ended while this caller was on its way to lead.
    auto landed = kept_.with([&key](storage& kept) {
      const auto* const found = kept.peek(key);
      return found == nullptr ? std::nullopt : std::optional<mapped_type>(*found);
    });
    if (landed) {
      return *std::move(landed);
    }
    auto computed = submit(key).get();
    kept_.put(key, std::as_const(computed));
    return computed;
  }

  [[nodiscard]] std::future<mapped_type> submit(const key_type& key) {
    if constexpr (requires { pool_.submit(key); }) {
      return pool_.submit(key);
    } else {
      return std::apply([this](const auto&... each) { return pool_.submit(each...); }, key);
    }
  }

  synchronized_cache<storage> kept_;
  single_flight<key_type, mapped_type, Hash, Equal> flights_;
  pool_type pool_;
};

}  // namespace patterns::caching
