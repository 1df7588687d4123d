/// @file
/// C5 · a load under way, which one thread does and others wait for; what C1 and C5 are made of.
export module patterns.caching:flight;

import std;

namespace patterns::caching::detail {

/// `key` as a message shows it.
template <class Key>
[[nodiscard]] std::string shown_key(const Key& key) {
  if constexpr (std::is_default_constructible_v<std::formatter<Key, char>>) {
    return std::format("{}", key);
  } else {
    return "(a key that has no formatter)";
  }
}

/// Several parts, in brackets.
template <class... Parts>
[[nodiscard]] std::string shown_key(const std::tuple<Parts...>& key) {
  std::string text;
  std::apply([&](const auto&... parts) { ((text += (text.empty() ? "" : ", ") + shown_key(parts)), ...); }, key);
  return std::format("({})", text);
}

/// What threads can wait for: it ends once, and tells which thread is to end it.
class awaited {
 public:
  awaited() = default;
  awaited(const awaited&) = delete;
  awaited& operator=(const awaited&) = delete;

  [[nodiscard]] std::thread::id leader() const noexcept { return leader_; }
  [[nodiscard]] bool ended() const noexcept { return ended_.load(std::memory_order_acquire); }
  [[nodiscard]] std::size_t waiters() const noexcept { return waiters_.load(std::memory_order_relaxed); }

  /// Waits for the end, unless the leader waits, directly or through others, for the calling thread: then false.
  [[nodiscard]] bool wait();

 protected:
  ~awaited() = default;

  void end() noexcept;

 private:
  std::thread::id leader_ = std::this_thread::get_id();
  std::atomic<std::size_t> waiters_ = 0;
  std::atomic<bool> ended_ = false;
};

/// The value or the error that the leader brings.
template <class Value>
class flight : public awaited {
 public:
  template <class V>
  void land(V&& value) {
    value_.emplace(std::forward<V>(value));
    end();
  }

  void crash(std::exception_ptr error) noexcept {
    error_ = std::move(error);
    end();
  }

  /// The value, when ended() and not crashed.
  [[nodiscard]] const Value* value() const noexcept { return value_ ? &*value_ : nullptr; }

  /// A copy of the value, or the error, when ended().
  [[nodiscard]] Value result() const {
    if (error_) {
      std::rethrow_exception(error_);
    }
    return *value_;
  }

 private:
  std::optional<Value> value_;
  std::exception_ptr error_;
};

}  // namespace patterns::caching::detail

export namespace patterns::caching {

/// Thrown to a caller whose load could only go on after itself: its loader asks for its own key, or for one whose
/// loader waits for it.
class recursive_load_error : public std::logic_error {
 public:
  recursive_load_error(std::string_view cache, std::string_view key)
      : std::logic_error(std::format("{}: the load of key {} waits for itself", cache, key)) {}

  /// For what has one value and no key.
  explicit recursive_load_error(std::string_view property)
      : std::logic_error(std::format("{}: its computation waits for itself", property)) {}

  /// As above, with the keys that lead from the load back to itself.
  recursive_load_error(std::string_view cache, std::string_view key, std::string_view chain)
      : std::logic_error(std::format("{}: the load of key {} waits for itself: {}", cache, key, chain)) {}
};

}  // namespace patterns::caching
