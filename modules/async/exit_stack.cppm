/// @file
/// B20 · exit_stack: contexts and clean-ups whose number is known at run time, left in the reverse order.
export module patterns.async:exit_stack;

import std;
import patterns.data_model;
import :async_context_manager;

export namespace patterns::async {

/// What the exits of a stack are told that was destroyed with them: its work did not come to an end that it knows of.
class exit_stack_not_closed : public std::logic_error {
 public:
  exit_stack_not_closed() : std::logic_error("exit_stack: destroyed before it was closed") {}
};

/// Called on leaving with the exception in flight, or null. It returns nothing, or an exit_result by which it may end
/// that exception.
template <class F>
concept exit_handler = std::invocable<F&, const std::exception_ptr&> &&
                       detail::exit_verdict<std::invoke_result_t<F&, const std::exception_ptr&>>;

}  // namespace patterns::async

namespace patterns::async::detail {

class exit_entry {
 public:
  using exit_result = data_model::exit_result;

  exit_entry() noexcept = default;
  exit_entry(const exit_entry&) = delete;
  exit_entry& operator=(const exit_entry&) = delete;
  virtual ~exit_entry();

  virtual exit_result exit(const std::exception_ptr& error) = 0;

  /// Whether it is an awaited_exit_entry, whose exit takes a while.
  [[nodiscard]] virtual bool waits() const noexcept;

 private:
  friend class exit_list;

  std::unique_ptr<exit_entry> below_;
};

class exit_list {
 public:
  exit_list() noexcept = default;
  exit_list(exit_list&& other) noexcept : top_(std::move(other.top_)), size_(std::exchange(other.size_, 0)) {}
  exit_list& operator=(exit_list&&) = delete;
  ~exit_list() = default;

  void push(std::unique_ptr<exit_entry> entry) noexcept;
  /// The one pushed last, or null.
  std::unique_ptr<exit_entry> pop() noexcept;
  void swap(exit_list& other) noexcept;
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  std::unique_ptr<exit_entry> top_;
  std::size_t size_ = 0;
};

/// Leaves all, and gives what is in flight afterwards.
[[nodiscard]] std::exception_ptr leave_all(exit_list& entries, std::exception_ptr error) noexcept;

/// As leave_all for a stack that is destroyed; an exception of an exit ends the program.
void abandon_all(exit_list& entries) noexcept;

template <class Leave>
data_model::exit_result exit_result_of(Leave leave) {
  if constexpr (std::is_void_v<std::invoke_result_t<Leave&>>) {
    leave();
    return data_model::exit_result::propagate;
  } else {
    return leave();
  }
}

// An lvalue manager is held as a reference: M is the type as it was forwarded.
template <class M>
class manager_entry final : public exit_entry {
 public:
  explicit manager_entry(M&& manager) : manager_(std::forward<M>(manager)) {}

  exit_result exit(const std::exception_ptr& error) override {
    return detail::exit_result_of([&] { return manager_.exit(error); });
  }
  [[nodiscard]] std::remove_reference_t<M>& manager() noexcept { return manager_; }

 private:
  M manager_;
};

template <class F>
class handler_entry final : public exit_entry {
 public:
  template <class Init>
  explicit handler_entry(Init&& handler) : handler_(std::forward<Init>(handler)) {}

  exit_result exit(const std::exception_ptr& error) override {
    return detail::exit_result_of([&] { return std::invoke(handler_, error); });
  }

 private:
  F handler_;
};

template <class F, class... Args>
class callback_entry final : public exit_entry {
 public:
  template <class... Init>
  explicit callback_entry(Init&&... init) : call_(std::forward<Init>(init)...) {}

  exit_result exit(const std::exception_ptr&) override {
    std::apply([](auto&&... parts) { static_cast<void>(std::invoke(std::move(parts)...)); }, std::move(call_));
    return exit_result::propagate;
  }

 private:
  std::tuple<F, Args...> call_;
};

template <class M>
decltype(auto) enter_and_push(exit_list& entries, M&& manager) {
  auto entry = std::make_unique<manager_entry<M>>(std::forward<M>(manager));
  auto& entered = entry->manager();
  const data_model::scope_success push([&] { entries.push(std::move(entry)); });
  return entered.enter();
}

}  // namespace patterns::async::detail

export namespace patterns::async {

/// Leaves what was entered, and calls what was registered, in the reverse order, when the whole is left.
///
/// Every exit is called once, whatever the others do. It is told of the exception in flight and may swallow it; one
/// that it throws takes its place, and keeps it (see exit_error). An exit may push others, which come next.
///
/// It is a context_manager: best used by with_exit_stack, which leaves it on every way out. The destructor calls what
/// is left and tells it of exit_stack_not_closed, as a transaction that nobody has committed is rolled back: close() is
/// what says that the work is done. An exception of an exit cannot leave a destructor: it ends the program.
///
/// Complexity: each entry O(1) and one allocation. Thread-safety: as an ordinary object.
/// Source: row B20; Python's contextlib.ExitStack.
class exit_stack {
 public:
  exit_stack() noexcept = default;
  exit_stack(exit_stack&&) noexcept = default;
  /// What was left in this one is called as by the destructor.
  exit_stack& operator=(exit_stack&& other) noexcept {
    exit_stack(std::move(other)).swap(*this);
    return *this;
  }
  inline ~exit_stack() { detail::abandon_all(entries_); }

  void swap(exit_stack& other) noexcept { entries_.swap(other.entries_); }
  friend void swap(exit_stack& left, exit_stack& right) noexcept { left.swap(right); }

  /// Enters `manager`, which is left with the stack, and returns what that gave. An lvalue has to outlive the stack;
  /// an rvalue is moved into it.
  /// @throws what `manager.enter()` throws, and then nothing is pushed
  template <class M>
    requires data_model::context_manager<std::remove_reference_t<M>>
  decltype(auto) enter(M&& manager) {
    return detail::enter_and_push(entries_, std::forward<M>(manager));
  }

  /// Pushes an exit alone, of something that is entered already.
  template <class F>
    requires exit_handler<std::decay_t<F>> && std::constructible_from<std::decay_t<F>, F>
  void push(F&& handler) {
    entries_.push(std::make_unique<detail::handler_entry<std::decay_t<F>>>(std::forward<F>(handler)));
  }

  /// Has `function(arguments...)` called, which sees no exception and swallows none.
  template <class F, class... Args>
    requires std::invocable<std::decay_t<F>, std::decay_t<Args>...>
  void callback(F&& function, Args&&... arguments) {
    entries_.push(std::make_unique<detail::callback_entry<std::decay_t<F>, std::decay_t<Args>...>>(
        std::forward<F>(function), std::forward<Args>(arguments)...));
  }

  /// Moves all entries into a new stack, without calling any: what was opened stays open.
  [[nodiscard]] exit_stack pop_all() noexcept { return std::move(*this); }

  /// Leaves everything, after success.
  /// @throws what the exits throw
  void close() { static_cast<void>(exit(nullptr)); }

  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }

  /// For `with`: gives the stack.
  exit_stack& enter() noexcept { return *this; }

  /// Leaves everything while `error` is in flight, and says whether an exit swallowed it.
  /// @throws what is in flight afterwards, if that is another exception than `error`
  data_model::exit_result exit(const std::exception_ptr& error);

 private:
  detail::exit_list entries_;
};

/// Calls `body` with an exit_stack, and leaves that when `body` is left, by whatever way.
/// @return as patterns::data_model::with: an optional of what `body` returns, empty if an exit swallowed its exception;
/// whether it came to its end, if it returns nothing
template <std::invocable<exit_stack&> Body>
decltype(auto) with_exit_stack(Body&& body) {
  return data_model::with(exit_stack(), std::forward<Body>(body));
}

}  // namespace patterns::async
