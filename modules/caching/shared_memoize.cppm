/// @file
/// C3 · shared_memoize: a memoized function that threads share.
export module patterns.caching:shared_memoize;

import std;
import :bounded_cache;
import :concepts;
import :memo_arguments;
import :memoize;
import :versioned_cache;

export namespace patterns::caching {

template <memo_signature Signature, class Fn>
class shared_memoized;

/// A memoized function that any thread may call; made by shared_memoize.
///
/// As memoized, and besides: threads that ask the same at the same time share one computation, of its error too, while
/// those of different arguments run at once. The function is called as const, since several threads may call it.
///
/// @tparam Fn  called with `Args...`, or else with a reference to this and `Args...`; see memo_signature
///
/// Complexity: O(1) on average beside the call; calls that find an answer take turns to look.
/// Thread-safety: every member may be called at any time by any thread.
/// Exceptions: what the function throws, to its caller and all who wait for the same; nothing is kept.
/// recursive_load_error for a call that could only go on after itself, also through other threads.
/// Source: row C3; Python's functools.lru_cache, which may compute twice what two threads ask at once.
template <class R, class... Args, class Fn>
  requires memo_signature<R(Args...)>
class shared_memoized<R(Args...), Fn> {
 public:
  using result_type = R;
  using function_type = Fn;

  /// Forgets nothing if `size` is `unbounded`; keeps nothing, and only counts, if it is 0.
  /// @throws capacity_error if size is neither unbounded nor a number of entries that a cache can hold
  shared_memoized(Fn function, std::size_t size)
      : function_(std::move(function)), size_(size), answers_(size == unbounded ? store::max_entries : size) {}

  shared_memoized(const shared_memoized&) = delete;
  shared_memoized& operator=(const shared_memoized&) = delete;

  /// The answer, remembered or computed, by this call or by one under way.
  /// @throws recursive_load_error if the computation waits for itself
  template <class... Given>
    requires(sizeof...(Given) == sizeof...(Args)) && (detail::given_for<Given, Args> && ...)
  R operator()(Given&&... given) {
    return answer(detail::memo_query<R(Args...), Given...>(detail::as_kept<Args>(given)...));
  }

  /// How it has done. An answer by a computation of another thread that was under way is a hit.
  [[nodiscard]] cache_info info() const {
    return {hits_.load(std::memory_order_relaxed), misses_.load(std::memory_order_relaxed), size_, answers_.size()};
  }

  /// Forgets all answers, those being computed too, and what was counted.
  void clear() {
    answers_.clear();
    hits_.store(0, std::memory_order_relaxed);
    misses_.store(0, std::memory_order_relaxed);
  }

  /// How many threads wait for what another computes of these arguments, to be shown or tested.
  template <class... Given>
    requires(sizeof...(Given) == sizeof...(Args)) && (detail::given_for<Given, Args> && ...)
  [[nodiscard]] std::size_t waiting(Given&&... given) const {
    return answers_.waiting(key(detail::memo_query<R(Args...), Given...>(detail::as_kept<Args>(given)...)));
  }

 private:
  using key = detail::memo_key<R(Args...)>;
  using store = lru_cache<key, R, detail::arguments_hash<key>, detail::arguments_equal<key>>;
  using shared_store = versioned_cache<store, detail::arguments_hash<key>, detail::arguments_equal<key>>;

  template <class Query>
  [[nodiscard]] R answer(const Query& asked) {
    if (auto known = answers_.get(asked)) {
      hits_.fetch_add(1, std::memory_order_relaxed);
      return *std::move(known);
    }
    bool computed = false;
    R result = answers_.get_or_load(key(asked), [&](const key& arguments) -> R {
      computed = true;
      misses_.fetch_add(1, std::memory_order_relaxed);
      return compute(arguments);
    });
    if (!computed) {
      hits_.fetch_add(1, std::memory_order_relaxed);
    }
    return result;
  }

  [[nodiscard]] R compute(const key& arguments) {
    return std::apply(
        [this](const auto&... kept) -> R {
          if constexpr (std::is_invocable_v<const Fn&, Args...>) {
            return std::invoke(function_, static_cast<Args>(kept)...);
          } else {
            static_assert(std::is_invocable_v<const Fn&, shared_memoized&, Args...>,
                          "shared_memoize: the function, const, can be called neither with these arguments nor with "
                          "itself and these");
            return std::invoke(function_, *this, static_cast<Args>(kept)...);
          }
        },
        arguments);
  }

  const Fn function_;
  const std::size_t size_;
  std::atomic<std::uint64_t> hits_ = 0;
  std::atomic<std::uint64_t> misses_ = 0;
  shared_store answers_;
};

/// As memoize, for a function that threads share.
template <class Fn>
  requires memo_signature<detail::function_signature_t<std::decay_t<Fn>>>
[[nodiscard]] auto shared_memoize(Fn&& function, std::size_t size) {
  return shared_memoized<detail::function_signature_t<std::decay_t<Fn>>, std::decay_t<Fn>>(std::forward<Fn>(function),
                                                                                           size);
}

/// As above, for the calls of `function` that are of this signature, by itself or with the memoized function before
/// them.
template <memo_signature Signature, class Fn>
[[nodiscard]] auto shared_memoize(Fn&& function, std::size_t size) {
  return shared_memoized<Signature, std::decay_t<Fn>>(std::forward<Fn>(function), size);
}

}  // namespace patterns::caching
