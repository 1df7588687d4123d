/// @file
/// C18 · batch_function, turn_source, and what can be wrong with a batch.
export module patterns.caching:batch_function;

import std;
import patterns.async;
import :load_outcome;

export namespace patterns::caching {

/// How a batch_loader gathers keys.
struct batch_options {
  /// How many keys one call gets at most, at least 1; a batch that is full is loaded at once.
  std::size_t max_keys = std::numeric_limits<std::size_t>::max();
  /// For how long after its first key a batch is open. With zero, or less, until the loop has run all that was ready
  /// and no key has come meanwhile.
  std::chrono::steady_clock::duration delay{};
  /// Whether values are kept until clear(). Failures never are.
  bool remember = false;
};

/// Thrown by the constructor of batch_loader when a batch is to hold nothing.
class batch_limit_error : public std::invalid_argument {
 public:
  batch_limit_error() : std::invalid_argument("batch_loader: batches of at most 0 keys load nothing") {}
};

/// Thrown to all who wait for a batch whose function gave too many results or too few: whose they are is unknown.
class batch_size_error : public std::runtime_error {
 public:
  batch_size_error(std::size_t keys, std::size_t results)
      : std::runtime_error(std::format("batch_loader: the batch function gave {} results for {} keys", results, keys)),
        keys_(keys),
        results_(results) {}

  [[nodiscard]] std::size_t keys() const noexcept { return keys_; }
  [[nodiscard]] std::size_t results() const noexcept { return results_; }

 private:
  std::size_t keys_;
  std::size_t results_;
};

/// What loads many keys by one call: given the keys, each once, it makes an awaitable of a range of as many results in
/// the same order, each a load_outcome or what one is made from: a value, or an exception_ptr.
template <class Fn, class Key, class Value>
concept batch_function =
    std::copy_constructible<Fn> && std::invocable<Fn&, const std::vector<Key>&> &&
    async::awaitable<std::invoke_result_t<Fn&, const std::vector<Key>&>> && requires {
      requires std::ranges::input_range<async::await_result_t<std::invoke_result_t<Fn&, const std::vector<Key>&>>>;
      requires std::constructible_from<
          load_outcome<Value>,
          std::ranges::range_value_t<async::await_result_t<std::invoke_result_t<Fn&, const std::vector<Key>&>>>>;
    };

/// A loop as a batch_loader sees it: it tells when the turn, or a time, is over. Models: run_loop and io_loop.
template <class L>
concept turn_source = requires(L& loop, std::chrono::steady_clock::duration delay) {
  { loop.schedule() } -> async::awaitable;
  { loop.schedule_after(delay) } -> async::awaitable;
};

}  // namespace patterns::caching

namespace patterns::caching::detail {

struct batch_number {
  std::uint64_t value;

  [[nodiscard]] bool operator==(const batch_number&) const = default;
};

struct batch_number_hash {
  [[nodiscard]] std::size_t operator()(batch_number number) const noexcept {
    return std::hash<std::uint64_t>{}(number.value);
  }
};

/// Any batch function as one type.
template <class Key, class Value, class Fn>
struct batch_call {
  Fn function;

  [[nodiscard]] async::task<std::vector<load_outcome<Value>>> operator()(const std::vector<Key>& keys) {
    auto results = co_await std::invoke(function, keys);
    std::vector<load_outcome<Value>> outcomes;
    for (auto&& each : results) {
      outcomes.emplace_back(std::move(each));
    }
    co_return outcomes;
  }
};

/// Any loop as one type.
template <class Loop>
struct loop_turns {
  Loop* loop;

  [[nodiscard]] async::task<> operator()(std::chrono::steady_clock::duration delay) const {
    if (delay > std::chrono::steady_clock::duration::zero()) {
      co_await loop->schedule_after(delay);
    } else {
      co_await loop->schedule();
    }
  }
};

}  // namespace patterns::caching::detail

template <>
struct std::formatter<patterns::caching::detail::batch_number> : std::formatter<std::string_view> {
  auto format(patterns::caching::detail::batch_number number, std::format_context& context) const {
    return std::format_to(context.out(), "(batch {})", number.value);
  }
};
