/// @file
/// C18 · stop_token: asking work that runs elsewhere to stop.
///
/// The standard's own ([thread.stoptoken]) are hidden by libc++ before 20; these keep their names and their meaning.
export module patterns.concurrency:stop_token;

import std;

namespace patterns::concurrency::detail {

/// One registered callback, linked into its stop_state.
class stop_callback_base {
 public:
  stop_callback_base(const stop_callback_base&) = delete;
  stop_callback_base& operator=(const stop_callback_base&) = delete;

 protected:
  using action = void (*)(stop_callback_base*) noexcept;

  explicit stop_callback_base(action run) noexcept : run_(run) {}
  ~stop_callback_base() = default;

 private:
  friend class stop_state;

  action run_;
  stop_callback_base* next_ = nullptr;
  stop_callback_base** link_ = nullptr;
};

/// What the sources, tokens and callbacks of one request share; freed with the last of them.
class stop_state {
 public:
  inline void add_owner() noexcept { owners_.fetch_add(1, std::memory_order_relaxed); }
  void drop_owner() noexcept;

  void add_source() noexcept { sources_.fetch_add(1, std::memory_order_relaxed); }
  void drop_source() noexcept { sources_.fetch_sub(1, std::memory_order_release); }

  [[nodiscard]] inline bool stop_requested() const noexcept { return requested_.load(std::memory_order_acquire); }

  [[nodiscard]] inline bool stop_possible() const noexcept {
    return stop_requested() || sources_.load(std::memory_order_acquire) > 0;
  }

  bool request_stop() noexcept;

  /// Links the callback and returns true; or runs it here because the request came first, and returns false.
  bool add(stop_callback_base& callback) noexcept;

  /// After this the callback neither runs nor will run, except where remove is called from within it.
  void remove(stop_callback_base& callback) noexcept;

  stop_state(const stop_state&) = delete;
  stop_state& operator=(const stop_state&) = delete;

 protected:
  using release_function = void (*)(stop_state*) noexcept;

  explicit inline stop_state(release_function release) noexcept : release_(release) {}
  ~stop_state() = default;

 private:
  release_function release_;
  std::atomic<std::size_t> owners_ = 1;
  std::atomic<std::size_t> sources_ = 1;
  std::atomic<bool> requested_ = false;
  std::atomic<stop_callback_base*> running_ = nullptr;
  std::mutex mutex_;
  stop_callback_base* first_ = nullptr;
  std::thread::id requester_;
};

/// A stop_state that goes back to the allocator it is from.
template <class Allocator>
class allocated_stop_state final : public stop_state {
 public:
  [[nodiscard]] static stop_state* make(const Allocator& given) {
    own_allocator allocator(given);
    return std::construct_at(traits::allocate(allocator, 1), allocator);
  }

  explicit allocated_stop_state(const auto& allocator) noexcept : stop_state(&release), allocator_(allocator) {}

 private:
  using own_allocator = typename std::allocator_traits<Allocator>::template rebind_alloc<allocated_stop_state>;
  using traits = std::allocator_traits<own_allocator>;
  static_assert(std::same_as<typename traits::pointer, allocated_stop_state*>,
                "a stop_source needs an allocator with plain pointers");

  static void release(stop_state* state) noexcept {
    auto* const self = static_cast<allocated_stop_state*>(state);
    own_allocator allocator(std::move(self->allocator_));
    std::destroy_at(self);
    traits::deallocate(allocator, self, 1);
  }

  own_allocator allocator_;
};

class stop_state_ref {
 public:
  stop_state_ref() noexcept = default;
  explicit stop_state_ref(stop_state* adopted) noexcept : state_(adopted) {}
  inline stop_state_ref(const stop_state_ref& other) noexcept : state_(other.state_) {
    if (state_ != nullptr) {
      state_->add_owner();
    }
  }
  inline stop_state_ref(stop_state_ref&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}
  stop_state_ref& operator=(stop_state_ref other) noexcept {
    std::swap(state_, other.state_);
    return *this;
  }
  inline ~stop_state_ref() {
    if (state_ != nullptr) {
      state_->drop_owner();
    }
  }

  [[nodiscard]] stop_state* get() const noexcept { return state_; }
  inline stop_state* operator->() const noexcept { return state_; }
  explicit inline operator bool() const noexcept { return state_ != nullptr; }
  bool operator==(const stop_state_ref&) const noexcept = default;

 private:
  stop_state* state_ = nullptr;
};

}  // namespace patterns::concurrency::detail

export namespace patterns::concurrency {

/// Asks whether a stop was requested; a copy shares the request. A default-constructed token can never be stopped.
///
/// Thread-safety: distinct tokens of one request may be used from any threads; one token as an ordinary object.
/// Source: [stoptoken].
class stop_token {
 public:
  stop_token() noexcept = default;

  [[nodiscard]] inline bool stop_requested() const noexcept { return state_ && state_->stop_requested(); }

  /// False once no source is left that could ask, and none has.
  [[nodiscard]] bool stop_possible() const noexcept { return state_ && state_->stop_possible(); }

  void swap(stop_token& other) noexcept { std::swap(state_, other.state_); }
  friend void swap(stop_token& left, stop_token& right) noexcept { left.swap(right); }

  [[nodiscard]] bool operator==(const stop_token&) const noexcept = default;

 private:
  friend class stop_source;
  template <class Callback>
    requires std::invocable<Callback> && std::destructible<Callback>
  friend class stop_callback;

  explicit stop_token(detail::stop_state_ref state) noexcept : state_(std::move(state)) {}

  detail::stop_state_ref state_;
};

/// Chooses the constructor of stop_source that makes an empty source.
struct nostopstate_t {
  explicit nostopstate_t() = default;
};
/// The one value of its type: `stop_source(nostopstate)` can never be asked to stop, and allocates nothing.
inline constexpr nostopstate_t nostopstate{};

/// Makes the request that its tokens see.
///
/// Complexity: construction allocates once, from an allocator if it is given one; request_stop runs every callback
/// registered so far.
/// Thread-safety: as stop_token. Exceptions: only construction may throw (std::bad_alloc).
/// Source: [stopsource].
class stop_source {
 public:
  stop_source() : stop_source(std::allocator_arg, std::allocator<std::byte>()) {}

  /// Takes the memory of what its tokens and callbacks share from a copy of `allocator`, and gives it back to that.
  template <class Allocator>
  stop_source(std::allocator_arg_t, const Allocator& allocator)
      : state_(detail::allocated_stop_state<Allocator>::make(allocator)) {}

  explicit stop_source(nostopstate_t) noexcept {}
  stop_source(const stop_source& other) noexcept : state_(other.state_) {
    if (state_) {
      state_->add_source();
    }
  }
  stop_source(stop_source&&) noexcept = default;
  stop_source& operator=(const stop_source& other) noexcept {
    stop_source(other).swap(*this);
    return *this;
  }
  stop_source& operator=(stop_source&& other) noexcept {
    stop_source(std::move(other)).swap(*this);
    return *this;
  }
  ~stop_source() {
    if (state_) {
      state_->drop_source();
    }
  }

  [[nodiscard]] stop_token get_token() const noexcept { return stop_token(state_); }
  [[nodiscard]] bool stop_possible() const noexcept { return static_cast<bool>(state_); }
  [[nodiscard]] bool stop_requested() const noexcept { return state_ && state_->stop_requested(); }

  /// Runs the registered callbacks on this thread, the latest first, and returns true; false, and nothing else, when
  /// there is no state or the request was made before. A callback that throws ends the program.
  bool request_stop() noexcept {
    const auto keep_alive = state_;
    return keep_alive && keep_alive->request_stop();
  }

  void swap(stop_source& other) noexcept { std::swap(state_, other.state_); }
  friend void swap(stop_source& left, stop_source& right) noexcept { left.swap(right); }

  [[nodiscard]] bool operator==(const stop_source&) const noexcept = default;

 private:
  detail::stop_state_ref state_;
};

/// Runs a function when the stop is requested: on the requesting thread, or at once if the request came first.
///
/// The destructor unregisters. If the function is running on another thread it waits for it to return; if it is
/// running on this one (a callback that destroys itself) it does not.
///
/// @tparam Callback  called once, with no argument; must not throw
///
/// Complexity: O(1), and no allocation. Exceptions: those of constructing Callback.
/// Source: [stopcallback].
template <class Callback>
  requires std::invocable<Callback> && std::destructible<Callback>
class [[nodiscard]] stop_callback : private detail::stop_callback_base {
 public:
  using callback_type = Callback;

  template <class Init>
    requires std::constructible_from<Callback, Init>
  explicit stop_callback(const stop_token& token,
                         Init&& callback) noexcept(std::is_nothrow_constructible_v<Callback, Init>)
      : stop_callback_base(&run), callback_(std::forward<Init>(callback)) {
    enlist(token.state_);
  }

  template <class Init>
    requires std::constructible_from<Callback, Init>
  explicit stop_callback(stop_token&& token, Init&& callback) noexcept(std::is_nothrow_constructible_v<Callback, Init>)
      : stop_callback_base(&run), callback_(std::forward<Init>(callback)) {
    enlist(std::move(token.state_));
  }

  ~stop_callback() {
    if (state_) {
      state_->remove(*this);
    }
  }

 private:
  static void run(stop_callback_base* self) noexcept {
    std::invoke(std::forward<Callback>(static_cast<stop_callback*>(self)->callback_));
  }

  // state_ is in place before the callback is linked: from that moment another thread may run it.
  void enlist(detail::stop_state_ref state) noexcept {
    if (!state || !state->stop_possible()) {
      return;
    }
    state_ = std::move(state);
    if (!state_->add(*this)) {
      state_ = {};
    }
  }

  Callback callback_;
  detail::stop_state_ref state_;
};

template <class Callback>
stop_callback(stop_token, Callback) -> stop_callback<Callback>;

}  // namespace patterns::concurrency
