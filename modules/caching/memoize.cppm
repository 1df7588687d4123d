/// @file
/// C3 · memoize, cache_info: a pure function that computes no answer twice.
export module patterns.caching:memoize;

import std;
import :bounded_cache;
import :concepts;
import :flight;
import :memo_arguments;

export namespace patterns::caching {

/// The size of a memory that forgets nothing.
inline constexpr std::size_t unbounded = std::numeric_limits<std::size_t>::max();

/// How a memoized function has done since it was made or cleared.
struct cache_info {
  std::uint64_t hits = 0;
  std::uint64_t misses = 0;
  std::size_t max_size = 0;  ///< unbounded if nothing is forgotten
  std::size_t current_size = 0;

  // A member: as a defaulted friend it crashes GCC 16 in an importer (module_state::mangle).
  [[nodiscard]] constexpr bool operator==(const cache_info&) const = default;
};

template <memo_signature Signature, class Fn>
class memoized;

/// A function that remembers its answers; made by memoize.
///
/// An argument is kept by value and compared by `==`, whatever the caller wrote: `1` and `1L` are the same call of a
/// function of int. A string is looked up as it comes, so that a hit by literal builds no std::string. Since NaN equals
/// nothing it is never found, and 0.0 is found for -0.0.
///
/// The answer is given by value, since a reference to it would end when later calls push it out, and they may do so
/// within one expression: `f(n - 1) + f(n - 2)`. Where a copy is dear, let the function give std::shared_ptr to const,
/// or look with peek.
///
/// The function may call itself through the memory, by a first parameter `self`; so may what it calls. A call that
/// could only go on after itself gets recursive_load_error, at the latest when the calls under way are twice as many as
/// were needed to come round. Each call under way takes a few frames of the stack, as recursion does.
///
/// What throws is not kept: the next call tries again.
///
/// @tparam Fn  called with `Args...`, or else with a reference to this and `Args...`; see memo_signature
///
/// Complexity: O(1) on average beside the call. Thread-safety: as the standard containers, but a call counts as a
/// write: for threads see shared_memoize.
/// Exceptions: strong guarantee, whatever the function, a hash or a copy throws.
/// Source: row C3; Python's functools.lru_cache.
template <class R, class... Args, class Fn>
  requires memo_signature<R(Args...)>
class memoized<R(Args...), Fn> {
 public:
  using result_type = R;
  using function_type = Fn;

  /// Forgets nothing if `size` is `unbounded`; keeps nothing, and only counts, if it is 0.
  /// @throws capacity_error if size is neither unbounded nor a number of entries that a cache can hold
  memoized(Fn function, std::size_t size)
      : function_(std::move(function)), size_(size), answers_(size == unbounded ? store::max_entries : size) {}

  memoized(const memoized&) = delete;
  memoized& operator=(const memoized&) = delete;

  /// The answer, remembered or computed.
  /// @throws recursive_load_error if the computation waits for itself
  template <class... Given>
    requires(sizeof...(Given) == sizeof...(Args)) && (detail::given_for<Given, Args> && ...)
  R operator()(Given&&... given) {
    return answer(detail::memo_query<R(Args...), Given...>(detail::as_kept<Args>(given)...));
  }

  /// The remembered answer or null; nothing is computed or counted. Good until the next call.
  template <class... Given>
    requires(sizeof...(Given) == sizeof...(Args)) && (detail::given_for<Given, Args> && ...)
  [[nodiscard]] const R* peek(Given&&... given) const {
    return answers_.peek(detail::memo_query<R(Args...), Given...>(detail::as_kept<Args>(given)...));
  }

  [[nodiscard]] cache_info info() const noexcept { return {hits_, misses_, size_, answers_.size()}; }

  /// Forgets all answers, and what was counted.
  void clear() {
    answers_.clear();
    hits_ = 0;
    misses_ = 0;
  }

 private:
  using key = detail::memo_key<R(Args...)>;
  using store = lru_cache<key, R, detail::arguments_hash<key>, detail::arguments_equal<key>>;

  /// One that runs, on its own stack, in the list of all that do.
  class call {
   public:
    call(memoized& owner, const key& arguments)
        : owner_(owner), arguments_(arguments), outer_(owner.innermost_), depth_(outer_ ? outer_->depth_ + 1 : 1) {
      // Looking at powers of two finds every circle, and costs a call no more than a few comparisons on average.
      if (std::has_single_bit(depth_)) {
        refuse_circle();
      }
      owner.innermost_ = this;
    }
    call(const call&) = delete;
    call& operator=(const call&) = delete;
    ~call() { owner_.innermost_ = outer_; }

   private:
    void refuse_circle() const {
      for (const call* other = outer_; other != nullptr; other = other->outer_) {
        if (detail::arguments_equal<key>{}(other->arguments_, arguments_)) {
          throw recursive_load_error("memoize", detail::shown_key(arguments_));
        }
      }
    }

    memoized& owner_;
    const key& arguments_;
    call* outer_;
    std::size_t depth_;
  };

  template <class Query>
  [[nodiscard]] R answer(const Query& asked) {
    if (const auto* known = answers_.get(asked)) {
      ++hits_;
      return *known;
    }
    ++misses_;
    key arguments(asked);
    R result = compute(arguments);
    answers_.put(std::move(arguments), result);
    return result;
  }

  [[nodiscard]] R compute(const key& arguments) {
    const call running(*this, arguments);
    return std::apply(
        [this](const auto&... kept) -> R {
          if constexpr (std::is_invocable_v<Fn&, Args...>) {
            return std::invoke(function_, static_cast<Args>(kept)...);
          } else {
            static_assert(std::is_invocable_v<Fn&, memoized&, Args...>,
                          "memoize: the function can be called neither with these arguments nor with itself and these");
            return std::invoke(function_, *this, static_cast<Args>(kept)...);
          }
        },
        arguments);
  }

  Fn function_;
  std::size_t size_;
  std::uint64_t hits_ = 0;
  std::uint64_t misses_ = 0;
  call* innermost_ = nullptr;
  store answers_;
};

/// `function` with a memory of the last `size` different calls, or of all if `size` is `unbounded`.
///
///     auto area = memoize([](int width, int height) { return width * height; }, 100);
///
/// For a pure function, or an object whose call is neither overloaded nor a template; else name the signature.
template <class Fn>
  requires memo_signature<detail::function_signature_t<std::decay_t<Fn>>>
[[nodiscard]] auto memoize(Fn&& function, std::size_t size) {
  return memoized<detail::function_signature_t<std::decay_t<Fn>>, std::decay_t<Fn>>(std::forward<Fn>(function), size);
}

/// As above, for the calls of `function` that are of this signature, by itself or with the memoized function before
/// them:
///
///     auto fibonacci = memoize<long(int)>(
///         [](auto& self, int n) -> long { return n < 2 ? n : self(n - 1) + self(n - 2); }, unbounded);
template <memo_signature Signature, class Fn>
[[nodiscard]] auto memoize(Fn&& function, std::size_t size) {
  return memoized<Signature, std::decay_t<Fn>>(std::forward<Fn>(function), size);
}

}  // namespace patterns::caching
