/// @file
/// B18 · async_generator: a sequence whose elements have to be waited for.
export module patterns.async:async_generator;

import std;
import patterns.concurrency;
import :awaitable;
import :cancellation;
import :frame_memory;
import :generator;
import :transfer;

namespace patterns::async::detail {

/// What `next()` delivers: false at the end, else a way to the element.
template <class E>
concept maybe_element = requires(E& element) {
  static_cast<bool>(element);
  *element;
};

}  // namespace patterns::async::detail

export namespace patterns::async {

/// A sequence that is consumed by waiting: `co_await range.next()` is false at the end, and else points to the next
/// element, as a pointer or an optional does.
///
/// Stands where Python has `__anext__`. It is consumed with
/// `while (auto element = co_await range.next()) { use(*element); }`.
template <class R>
concept async_range = requires(R& range) {
  { range.next() } -> awaitable;
  requires detail::maybe_element<std::remove_cvref_t<await_result_t<decltype(range.next())>>>;
};

/// What an async_range yields when it is asked for an element.
template <async_range R>
using async_range_reference_t =
    decltype(*std::declval<std::remove_reference_t<await_result_t<decltype(std::declval<R&>().next())>>&>());

/// A lazy sequence computed by a coroutine that may both `co_yield` and `co_await`.
///
/// Nothing runs before the first next(). Each runs the coroutine to its next element, on whatever thread it is
/// resumed. Leaving early is destroying the generator while it is suspended at an element or in a wait: what its
/// frames hold is destroyed, innermost first; destructors cannot wait. What the coroutine throws leaves through
/// next(), after which the sequence has ended.
///
/// Any number of elements that are ready at once, and recursion through elements_of of any depth, cost no stack.
///
/// @tparam T  see yieldable; next() delivers a pointer to the yielded object, valid until the following next()
///
/// Complexity: O(1) an element, no allocation; one frame from the cache of task, or from an allocator as there.
/// Thread-safety: one wait at a time.
/// Source: row B18; PEP 525; cppcoro's async_generator.
template <yieldable T>
class [[nodiscard]] async_generator {
 public:
  class promise_type;

  using value_type = std::remove_cvref_t<T>;
  using pointer = std::add_pointer_t<detail::yielded_t<T>>;

  async_generator(async_generator&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  async_generator& operator=(async_generator&& other) noexcept {
    std::swap(frame_, other.frame_);
    async_generator(std::move(other)).discard();
    return *this;
  }
  ~async_generator() { discard(); }

  /// Waits for the next element; null when there is none, also on a moved-from generator.
  /// @throws what the coroutine throws
  [[nodiscard]] auto next() noexcept { return next_awaiter(frame_); }

 private:
  using frame_handle = std::coroutine_handle<promise_type>;

  class next_awaiter {
   public:
    explicit next_awaiter(frame_handle root) noexcept : root_(root) {}

    [[nodiscard]] bool await_ready() const noexcept { return !root_ || root_.done(); }

    template <class Promise>
    auto await_suspend(std::coroutine_handle<Promise> consumer) const noexcept {
      const auto innermost = root_.promise().innermost_;
      innermost.promise().continue_with(consumer, detail::ambient_stop_token(consumer));
      return detail::transfer(consumer, innermost);
    }

    pointer await_resume() const {
      if (!root_) {
        return nullptr;
      }
      auto& root = root_.promise();
      if (root.element_ == nullptr && root.error_) {
        root.rethrow();
      }
      return root.element_;
    }

   private:
    frame_handle root_;
  };

  explicit async_generator(frame_handle created) noexcept : frame_(created) {}

  void discard() noexcept {
    if (frame_) {
      frame_.promise().discard_nested();
      std::exchange(frame_, nullptr).destroy();
    }
  }

  frame_handle frame_;
};

template <yieldable T>
class async_generator<T>::promise_type : public detail::frame_memory, public detail::stoppable_promise {
  using reference = detail::yielded_t<T>;

  /// Hands the element, or the end, to the consumer.
  class handing_over {
   public:
    [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
    auto await_suspend(frame_handle self) const noexcept { return detail::transfer(self, self.promise().consumer_); }
    static constexpr void await_resume() noexcept {}
  };

  class handing_over_copy : public detail::kept_copy<value_type> {
   public:
    explicit handing_over_copy(const value_type& from) : detail::kept_copy<value_type>(from) {}
    [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
    auto await_suspend(frame_handle self) noexcept {
      self.promise().root_->element_ = this->get();
      return detail::transfer(self, self.promise().consumer_);
    }
    static constexpr void await_resume() noexcept {}
  };

  class final_awaiter {
   public:
    [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
    auto await_suspend(frame_handle self) const noexcept {
      auto& ended = self.promise();
      if (!ended.outer_) {
        return detail::transfer(self, ended.consumer_);
      }
      ended.root_->innermost_ = ended.outer_;
      ended.outer_.promise().continue_with(ended.consumer_, ended.ambient_stop_token());
      return detail::transfer(self, ended.outer_);
    }
    static constexpr void await_resume() noexcept {}
  };

  /// Runs the inner generator in place of the outer one, whose frame owns it.
  class nested_awaiter {
   public:
    explicit nested_awaiter(async_generator inner) noexcept : inner_(std::move(inner)) {}
    nested_awaiter(const nested_awaiter&) = delete;
    nested_awaiter& operator=(const nested_awaiter&) = delete;

    [[nodiscard]] bool await_ready() const noexcept { return !inner_.frame_ || inner_.frame_.done(); }

    auto await_suspend(frame_handle outer) noexcept {
      auto& nested = inner_.frame_.promise();
      nested.root_ = outer.promise().root_;
      nested.continue_with(outer.promise().consumer_, outer.promise().ambient_stop_token());
      nested.outer_ = outer;
      nested.owner_ = &inner_;
      nested.root_->innermost_ = inner_.frame_;
      return detail::transfer(outer, inner_.frame_);
    }

    void await_resume() const {
      if (inner_.frame_ && inner_.frame_.promise().error_) {
        std::rethrow_exception(inner_.frame_.promise().error_);
      }
    }

   private:
    async_generator inner_;
  };

 public:
  promise_type() noexcept : root_(this), innermost_(frame_handle::from_promise(*this)) {}

  [[nodiscard]] async_generator get_return_object() noexcept {
    return async_generator(frame_handle::from_promise(*this));
  }
  [[nodiscard]] static constexpr std::suspend_always initial_suspend() noexcept { return {}; }
  [[nodiscard]] static constexpr final_awaiter final_suspend() noexcept { return {}; }
  void return_void() noexcept { element_ = nullptr; }
  void unhandled_exception() noexcept {
    element_ = nullptr;
    error_ = std::current_exception();
  }

  handing_over yield_value(reference element) noexcept {
    root_->element_ = std::addressof(element);
    return {};
  }

  handing_over_copy yield_value(const std::remove_reference_t<reference>& element)
    requires std::is_rvalue_reference_v<reference> &&
             std::constructible_from<value_type, const std::remove_reference_t<reference>&>
  {
    return handing_over_copy(element);
  }

  /// @throws already_begun if elements of the nested generator were taken before
  nested_awaiter yield_value(elements_of<async_generator&&> nested) {
    if (nested.range.frame_ && nested.range.frame_.promise().consumer_) {
      throw already_begun();
    }
    return nested_awaiter(std::move(nested.range));
  }

  /// Any other range, which must outlive the wait: a temporary in the same expression does.
  template <std::ranges::input_range Range>
    requires std::is_reference_v<Range> && (std::convertible_to<std::ranges::range_reference_t<Range>, reference> ||
                                            (std::is_rvalue_reference_v<reference> &&
                                             std::convertible_to<std::ranges::range_reference_t<Range>, value_type>))
  nested_awaiter yield_value(elements_of<Range> nested) {
    return nested_awaiter(
        [](std::ranges::iterator_t<Range> at, std::ranges::sentinel_t<Range> last) -> async_generator {
          for (; at != last; ++at) {
            co_yield *at;
          }
        }(std::ranges::begin(nested.range), std::ranges::end(nested.range)));
  }

 private:
  friend class async_generator;

  void continue_with(std::coroutine_handle<> consumer, const concurrency::stop_token* token) noexcept {
    set_ambient_stop_token(token);
    consumer_ = consumer;
  }

  // A function of its own, which does not burden those that do not throw.
  [[noreturn]] void rethrow() { std::rethrow_exception(std::exchange(error_, nullptr)); }

  // Innermost first, in a loop: the awaiter that owns each nested generator then finds it gone.
  void discard_nested() noexcept {
    while (innermost_ != frame_handle::from_promise(*this)) {
      auto& nested = innermost_.promise();
      innermost_ = nested.outer_;
      std::exchange(nested.owner_->frame_, nullptr).destroy();
    }
  }

  promise_type* root_;
  frame_handle innermost_;  // of the root
  frame_handle outer_;
  async_generator* owner_ = nullptr;
  std::coroutine_handle<> consumer_;  // of the innermost
  pointer element_ = nullptr;
  std::exception_ptr error_;
};

}  // namespace patterns::async
