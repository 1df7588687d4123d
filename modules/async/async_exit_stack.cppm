/// @file
/// B20 · async_exit_stack: an exit_stack some of whose contexts and clean-ups are awaited.
export module patterns.async:async_exit_stack;

import std;
import patterns.data_model;
import :async_context_manager;
import :awaitable;
import :exit_stack;
import :task;

export namespace patterns::async {

/// As exit_handler, where what it returns is awaited.
template <class F>
concept async_exit_handler = std::invocable<F&, const std::exception_ptr&> &&
                             detail::awaited_exit<std::invoke_result_t<F&, const std::exception_ptr&>>;

}  // namespace patterns::async

namespace patterns::async::detail {

class awaited_exit_entry : public exit_entry {
 public:
  ~awaited_exit_entry() override;

  /// For a stack that is destroyed: there is nobody to wait.
  exit_result exit(const std::exception_ptr& error) final;
  [[nodiscard]] bool waits() const noexcept final;

  virtual task<exit_result> exit_and_wait(const std::exception_ptr& error) = 0;
};

template <class M>
class awaited_manager_entry final : public awaited_exit_entry {
 public:
  explicit awaited_manager_entry(M&& manager) : manager_(std::forward<M>(manager)) {}

  task<exit_result> exit_and_wait(const std::exception_ptr& error) override {
    if constexpr (std::is_void_v<await_result_t<decltype(manager_.exit(error))>>) {
      co_await manager_.exit(error);
      co_return exit_result::propagate;
    } else {
      co_return co_await manager_.exit(error);
    }
  }
  [[nodiscard]] std::remove_reference_t<M>& manager() noexcept { return manager_; }

 private:
  M manager_;
};

template <class F>
class awaited_handler_entry final : public awaited_exit_entry {
 public:
  template <class Init>
  explicit awaited_handler_entry(Init&& handler) : handler_(std::forward<Init>(handler)) {}

  task<exit_result> exit_and_wait(const std::exception_ptr& error) override {
    if constexpr (std::is_void_v<await_result_t<decltype(std::invoke(handler_, error))>>) {
      co_await std::invoke(handler_, error);
      co_return exit_result::propagate;
    } else {
      co_return co_await std::invoke(handler_, error);
    }
  }

 private:
  F handler_;
};

template <class F, class... Args>
class awaited_callback_entry final : public awaited_exit_entry {
 public:
  template <class... Init>
  explicit awaited_callback_entry(Init&&... init) : call_(std::forward<Init>(init)...) {}

  task<exit_result> exit_and_wait(const std::exception_ptr&) override {
    static_cast<void>(co_await std::apply(
        [](auto&&... parts) -> decltype(auto) { return std::invoke(std::move(parts)...); }, std::move(call_)));
    co_return exit_result::propagate;
  }

 private:
  std::tuple<F, Args...> call_;
};

template <class M>
task<async_entered_t<M>> enter_and_push_awaited(exit_list& entries, M manager) {
  auto entry = std::make_unique<awaited_manager_entry<M>>(std::forward<M>(manager));
  auto& entered = entry->manager();
  if constexpr (std::is_void_v<async_entered_t<M>>) {
    co_await entered.enter();
    entries.push(std::move(entry));
  } else {
    async_entered_t<M> resource = co_await entered.enter();
    entries.push(std::move(entry));
    co_return static_cast<async_entered_t<M>&&>(resource);
  }
}

/// Leaves all under a token that never stops, and gives what is in flight afterwards.
task<std::exception_ptr> leave_all_awaited(exit_list& entries, std::exception_ptr error);

template <class F, class... Args>
concept awaited_callback = awaitable<std::invoke_result_t<std::decay_t<F>, std::decay_t<Args>...>>;

}  // namespace patterns::async::detail

export namespace patterns::async {

/// As exit_stack, for what is entered and left by awaiting and for what is not, mixed as it comes. No stop that is
/// requested cuts the exits short: they run under a token that never stops.
///
/// It is an async_context_manager: best used by with_async_exit_stack, which leaves it on every way out. A destructor
/// cannot wait. That of a stack which is neither left nor closed, because its coroutine was destroyed while it waited,
/// calls those exits that are not awaited, and tells them of exit_stack_not_closed; those that are awaited it destroys
/// in their turn without calling them. So a manager whose exit must not be lost has a destructor that does the least.
///
/// Complexity: each entry O(1) and one allocation; the exits in turn, each that is awaited in one coroutine.
/// Thread-safety: as an ordinary object; it stays in place while a task of its own is awaited.
/// Source: row B20; Python's contextlib.AsyncExitStack.
class async_exit_stack {
 public:
  async_exit_stack() noexcept = default;
  async_exit_stack(async_exit_stack&&) noexcept = default;
  /// What was left in this one is dealt with as by the destructor.
  async_exit_stack& operator=(async_exit_stack&& other) noexcept {
    async_exit_stack(std::move(other)).swap(*this);
    return *this;
  }
  inline ~async_exit_stack() { detail::abandon_all(entries_); }

  void swap(async_exit_stack& other) noexcept { entries_.swap(other.entries_); }
  friend void swap(async_exit_stack& left, async_exit_stack& right) noexcept { left.swap(right); }

  /// As exit_stack::enter.
  template <class M>
    requires data_model::context_manager<std::remove_reference_t<M>>
  decltype(auto) enter(M&& manager) {
    return detail::enter_and_push(entries_, std::forward<M>(manager));
  }

  /// A task that does the same with a manager that is awaited.
  template <class M>
    requires async_context_manager<std::remove_reference_t<M>>
  [[nodiscard]] auto enter(M&& manager) -> task<detail::async_entered_t<M>> {
    return detail::enter_and_push_awaited<M>(entries_, std::forward<M>(manager));
  }

  /// Pushes an exit alone, of something that is entered already.
  template <class F>
    requires(exit_handler<std::decay_t<F>> || async_exit_handler<std::decay_t<F>>) &&
            std::constructible_from<std::decay_t<F>, F>
  void push(F&& handler) {
    using function = std::decay_t<F>;
    if constexpr (async_exit_handler<function>) {
      entries_.push(std::make_unique<detail::awaited_handler_entry<function>>(std::forward<F>(handler)));
    } else {
      entries_.push(std::make_unique<detail::handler_entry<function>>(std::forward<F>(handler)));
    }
  }

  /// Has `function(arguments...)` called and, if that can be, awaited; it sees no exception and swallows none.
  template <class F, class... Args>
    requires std::invocable<std::decay_t<F>, std::decay_t<Args>...>
  void callback(F&& function, Args&&... arguments) {
    using entry = std::conditional_t<detail::awaited_callback<F, Args...>,
                                     detail::awaited_callback_entry<std::decay_t<F>, std::decay_t<Args>...>,
                                     detail::callback_entry<std::decay_t<F>, std::decay_t<Args>...>>;
    entries_.push(std::make_unique<entry>(std::forward<F>(function), std::forward<Args>(arguments)...));
  }

  /// Moves all entries into a new stack, without calling any: what was opened stays open.
  [[nodiscard]] async_exit_stack pop_all() noexcept { return std::move(*this); }

  /// A task that leaves everything, after success.
  /// @throws what the exits throw
  [[nodiscard]] task<> aclose();

  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }

  /// For async_with: gives the stack.
  [[nodiscard]] task<async_exit_stack&> enter();

  /// A task that leaves everything while `error` is in flight, and says whether an exit swallowed it.
  /// @throws what is in flight afterwards, if that is another exception than `error`
  [[nodiscard]] task<data_model::exit_result> exit(std::exception_ptr error);

 private:
  detail::exit_list entries_;
};

/// A task that awaits `body` with an async_exit_stack, and leaves that when `body` is left, by whatever way.
/// @return a task as that of async_with: of an optional of what `body` gives, empty if an exit swallowed its exception;
/// of whether it came to its end, if it gives nothing
template <async_context_body<async_exit_stack> Body>
[[nodiscard]] auto with_async_exit_stack(Body&& body) {
  return async::async_with(async_exit_stack(), std::forward<Body>(body));
}

}  // namespace patterns::async
