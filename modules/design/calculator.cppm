/// @file
/// A23 · calculator: a computation whose strategy is chosen when it compiles, or swapped while it runs.
export module patterns.design:calculator;

import std;

export namespace patterns::design {

/// A way to compute an R from Args: a function, a function object or a pointer to a member.
///
/// It is called as const, because several callers may use it at once.
template <class Strategy, class R, class... Args>
concept strategy = std::is_invocable_r_v<R, const std::decay_t<Strategy>&, Args...>;

/// Thrown where an empty strategy would be used: a null pointer, or a function wrapper without a target.
class empty_strategy : public std::invalid_argument {
 public:
  explicit empty_strategy(std::string_view use)
      : std::invalid_argument(std::format("calculator: {} needs a strategy, and this one is empty", use)) {}
};

}  // namespace patterns::design

namespace patterns::design::detail {

template <class Strategy>
concept pointer_like = std::is_pointer_v<Strategy> || std::is_member_pointer_v<Strategy>;

// std::function and its kin; a lambda compares with nullptr too, but only as the function pointer it converts to.
template <class Strategy>
concept function_wrapper = requires(const Strategy& strategy) {
  { strategy == nullptr } -> std::same_as<bool>;
  { strategy.operator bool() } -> std::same_as<bool>;
};

template <class Strategy>
[[nodiscard]] constexpr bool is_empty(const Strategy& strategy) noexcept {
  if constexpr (pointer_like<Strategy> || function_wrapper<Strategy>) {
    return strategy == nullptr;
  } else {
    return false;
  }
}

}  // namespace patterns::design::detail

export namespace patterns::design {

template <class Signature>
class shared_strategy;

/// A strategy of any type, as one value whose copies share it.
///
/// @tparam R(Args...)  what the strategy computes, and from what; see strategy
///
/// Complexity: a call is one indirect call; a copy is one atomic increment; making one allocates.
/// Thread-safety: as a `std::shared_ptr<const Strategy>`. Calls may meet in the strategy: one with mutable state guards
/// it. Source: row A23; Gamma, Helm, Johnson, Vlissides, Design Patterns, Strategy.
template <class R, class... Args>
class shared_strategy<R(Args...)> {
 public:
  /// Empty.
  shared_strategy() noexcept = default;

  /// Holds `chosen`; empty if that is empty.
  template <strategy<R, Args...> Strategy>
    requires(!std::same_as<std::remove_cvref_t<Strategy>, shared_strategy>)
  shared_strategy(Strategy&& chosen) {
    using stored = std::decay_t<Strategy>;
    if (const stored& seen = chosen; detail::is_empty(seen)) {
      return;
    }
    target_ = std::make_shared<const stored>(std::forward<Strategy>(chosen));
    call_ = [](const void* target, Args... args) -> R {
      const stored& strategy = *static_cast<const stored*>(target);
      if constexpr (std::is_void_v<R>) {
        std::invoke(strategy, std::forward<Args>(args)...);
      } else {
        return std::invoke(strategy, std::forward<Args>(args)...);
      }
    };
  }

  /// @throws empty_strategy, and whatever the strategy throws
  R operator()(Args... args) const {
    if (target_ == nullptr) {
      throw empty_strategy("a call");
    }
    return call_(target_.get(), std::forward<Args>(args)...);
  }

  [[nodiscard]] explicit operator bool() const noexcept { return target_ != nullptr; }

  /// Whether both share one strategy.
  [[nodiscard]] friend bool operator==(const shared_strategy& left, const shared_strategy& right) noexcept {
    return left.target_ == right.target_;
  }
  [[nodiscard]] friend bool operator==(const shared_strategy& strategy, std::nullptr_t) noexcept {
    return strategy.target_ == nullptr;
  }

 private:
  std::shared_ptr<const void> target_;
  R (*call_)(const void*, Args...) = nullptr;
};

/// Computes with a strategy that is part of its type.
///
/// Another strategy is another calculator; the signature form, `calculator<R(Args...)>`, changes it at run time.
///
/// @tparam Strategy  called with whatever `run` is given; see strategy
///
/// Complexity: a call costs what the strategy costs: nothing is stored or tested but the strategy.
/// Thread-safety: as the strategy's const calls.
template <class Strategy>
class calculator {
 public:
  /// @throws empty_strategy if `chosen` is a null pointer or an empty function wrapper
  constexpr explicit calculator(Strategy chosen) : strategy_(std::move(chosen)) {
    if (detail::is_empty(strategy_)) {
      throw empty_strategy("a calculator");
    }
  }

  template <class... Args>
    requires std::invocable<const Strategy&, Args...>
  constexpr decltype(auto) run(Args&&... args) const noexcept(std::is_nothrow_invocable_v<const Strategy&, Args...>) {
    return std::invoke(strategy_, std::forward<Args>(args)...);
  }

 private:
  [[no_unique_address]] Strategy strategy_;
};

/// Computes with a strategy that may be swapped while others call.
///
/// It always has a strategy. A call uses the one that was current when it began and keeps it alive until it ends;
/// a strategy may itself call or swap on the calculator.
///
/// @tparam R(Args...)  what every strategy computes, and from what; see strategy
///
/// Complexity: a call adds one short lock, to take its share of the strategy, and one indirect call; none of them is
/// held or waited for while a strategy runs, so neither calls nor swaps wait for a slow strategy.
/// Thread-safety: every member may be called at any time from any thread, but for construction and destruction. Calls
/// that begin after a swap has returned use the new strategy.
/// Exceptions: swap throws empty_strategy and changes nothing; run throws what the strategy throws.
/// Source: row A23.
template <class R, class... Args>
class calculator<R(Args...)> {
 public:
  using strategy_type = shared_strategy<R(Args...)>;

  /// @throws empty_strategy if `chosen` is empty
  template <strategy<R, Args...> Strategy>
  explicit calculator(Strategy&& chosen) : strategy_(checked(std::forward<Strategy>(chosen), "a calculator")) {}

  calculator(const calculator&) = delete;
  calculator& operator=(const calculator&) = delete;

  R run(Args... args) const { return current()(std::forward<Args>(args)...); }

  /// Makes `chosen` the strategy of later calls, and returns the one until now.
  /// @throws empty_strategy if `chosen` is empty
  template <strategy<R, Args...> Strategy>
  strategy_type swap(Strategy&& chosen) {
    auto next = checked(std::forward<Strategy>(chosen), "a swap");
    const std::scoped_lock lock(mutex_);
    return std::exchange(strategy_, std::move(next));
  }

  /// The strategy that a call would use now.
  [[nodiscard]] strategy_type current() const {
    const std::scoped_lock lock(mutex_);
    return strategy_;
  }

 private:
  static strategy_type checked(strategy_type chosen, std::string_view use) {
    if (chosen == nullptr) {
      throw empty_strategy(use);
    }
    return chosen;
  }

  mutable std::mutex mutex_;
  strategy_type strategy_;
};

}  // namespace patterns::design
