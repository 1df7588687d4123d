/// @file
/// B18 · generator: a range whose elements a coroutine computes as they are asked for.
export module patterns.async:generator;

import std;
import :frame_memory;

export namespace patterns::async {

/// Yields each element of a range in turn: `co_yield elements_of(other)`. Of a generator of the same type it hands
/// over entirely, so that an element from any depth of recursion costs O(1).
///
/// Source: [range.elementsof].
template <class Range>
struct elements_of {
  Range range;
};
template <class Range>
elements_of(Range&&) -> elements_of<Range&&>;

/// Thrown by `co_yield elements_of(generator)` when that generator has yielded to somebody else before.
class already_begun : public std::logic_error {
 public:
  already_begun() : std::logic_error("elements_of: the generator was begun before") {}
};

/// What a generator may yield: a value type or a reference.
template <class T>
concept yieldable = std::is_reference_v<T> || (std::is_object_v<T> && !std::is_array_v<T> && !std::is_const_v<T>);

}  // namespace patterns::async

namespace patterns::async::detail {

/// What a consumer sees of an element of a generator of T: the reference that T is, or `T&&` to the yielded object.
template <class T>
using yielded_t = std::conditional_t<std::is_reference_v<T>, T, T&&>;

/// Keeps an element that was made for one `co_yield` alive until the generator goes on.
template <class T>
class kept_copy {
 public:
  template <class U>
  explicit kept_copy(U&& from) : value_(std::forward<U>(from)) {}

  [[nodiscard]] T* get() noexcept { return std::addressof(value_); }

 private:
  T value_;
};

}  // namespace patterns::async::detail

export namespace patterns::async {

/// A lazy sequence, consumed once, computed by a coroutine that says `co_yield`.
///
/// Models std::ranges::input_range and view. Nothing runs before begin(); each increment runs the coroutine to its
/// next element. Leaving early is destroying the generator: what its frames hold is destroyed, innermost first. What
/// the coroutine throws leaves through begin() or the increment, passing through the generators it is nested in.
///
/// Recursion through elements_of costs no stack, at any depth, to run as to destroy.
///
/// @tparam T  see yieldable; the reference type is T if that is a reference, else T&&
///
/// Complexity: O(1) an element; one frame from the cache of task, or from an allocator as there.
/// Thread-safety: none; it may move between threads while suspended.
/// Source: row B18; [coro.generator] of C++23.
template <yieldable T>
class [[nodiscard]] generator : public std::ranges::view_interface<generator<T>> {
 public:
  class promise_type;
  class iterator;

  using value_type = std::remove_cvref_t<T>;
  using reference = detail::yielded_t<T>;

  generator(generator&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  generator& operator=(generator&& other) noexcept {
    std::swap(frame_, other.frame_);
    generator(std::move(other)).discard();
    return *this;
  }
  ~generator() { discard(); }

  /// Runs to the first element. Call it once: a second call, or one on a moved-from generator, yields what is left.
  [[nodiscard]] iterator begin() {
    if (frame_ && !std::exchange(frame_.promise().begun_, true)) {
      frame_.promise().advance();
    }
    return iterator(frame_);
  }

  [[nodiscard]] static constexpr std::default_sentinel_t end() noexcept { return std::default_sentinel; }

 private:
  using frame_handle = std::coroutine_handle<promise_type>;

  explicit generator(frame_handle created) noexcept : frame_(created) {}

  void discard() noexcept {
    if (frame_) {
      frame_.promise().discard_nested();
      std::exchange(frame_, nullptr).destroy();
    }
  }

  frame_handle frame_;
};

template <yieldable T>
class generator<T>::promise_type : public detail::frame_memory {
  using pointer = std::add_pointer_t<reference>;

 public:
  /// Runs the inner generator in place of the outer one, whose frame owns it.
  class nested_awaiter {
   public:
    explicit nested_awaiter(generator inner) noexcept : inner_(std::move(inner)) {}
    nested_awaiter(const nested_awaiter&) = delete;
    nested_awaiter& operator=(const nested_awaiter&) = delete;

    [[nodiscard]] bool await_ready() const noexcept { return !inner_.frame_ || inner_.frame_.done(); }

    void await_suspend(frame_handle outer) noexcept {
      auto& nested = inner_.frame_.promise();
      nested.begun_ = true;
      nested.root_ = outer.promise().root_;
      nested.outer_ = outer;
      nested.owner_ = &inner_;
      nested.root_->innermost_ = inner_.frame_;
    }

    void await_resume() const {
      if (inner_.frame_ && inner_.frame_.promise().error_) {
        std::rethrow_exception(inner_.frame_.promise().error_);
      }
    }

   private:
    generator inner_;
  };

  promise_type() noexcept : root_(this), innermost_(frame_handle::from_promise(*this)) {}

  [[nodiscard]] generator get_return_object() noexcept { return generator(frame_handle::from_promise(*this)); }
  [[nodiscard]] static constexpr std::suspend_always initial_suspend() noexcept { return {}; }
  [[nodiscard]] static constexpr std::suspend_always final_suspend() noexcept { return {}; }
  static constexpr void return_void() noexcept {}
  void unhandled_exception() noexcept { error_ = std::current_exception(); }

  /// A generator computes; it cannot wait.
  void await_transform() = delete;

  std::suspend_always yield_value(reference element) noexcept {
    root_->element_ = std::addressof(element);
    return {};
  }

  /// An element that only has to be looked at, where the reference needs an object of its own: a copy is kept.
  auto yield_value(const std::remove_reference_t<reference>& element)
    requires std::is_rvalue_reference_v<reference> &&
             std::constructible_from<value_type, const std::remove_reference_t<reference>&>
  {
    class awaiter : public detail::kept_copy<value_type> {
     public:
      awaiter(const value_type& from, promise_type& root) : detail::kept_copy<value_type>(from), root_(&root) {}
      [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
      void await_suspend(std::coroutine_handle<>) noexcept { root_->element_ = this->get(); }
      static constexpr void await_resume() noexcept {}

     private:
      promise_type* root_;
    };
    return awaiter(element, *root_);
  }

  /// @throws already_begun if elements of the nested generator were taken before
  nested_awaiter yield_value(elements_of<generator&&> nested) {
    if (nested.range.frame_ && nested.range.frame_.promise().begun_) {
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
    return nested_awaiter([](std::ranges::iterator_t<Range> at, std::ranges::sentinel_t<Range> last) -> generator {
      for (; at != last; ++at) {
        co_yield *at;
      }
    }(std::ranges::begin(nested.range), std::ranges::end(nested.range)));
  }

 private:
  friend class generator;
  friend class iterator;

  // Called on the root. A nested generator that ends gives way to the one around it, which then goes on at once.
  void advance() {
    element_ = nullptr;
    for (;;) {
      innermost_.resume();
      if (element_ != nullptr) {
        return;
      }
      if (!innermost_.done()) {
        continue;
      }
      if (innermost_ == frame_handle::from_promise(*this)) {
        break;
      }
      innermost_ = innermost_.promise().outer_;
    }
    if (error_) {
      std::rethrow_exception(std::exchange(error_, nullptr));
    }
  }

  // Innermost first, in a loop: the awaiter that owns each nested generator then finds it gone.
  void discard_nested() noexcept {
    while (innermost_ != frame_handle::from_promise(*this)) {
      auto& nested = innermost_.promise();
      innermost_ = nested.outer_;
      std::exchange(nested.owner_->frame_, nullptr).destroy();
    }
  }

  promise_type* root_;
  frame_handle innermost_;
  frame_handle outer_;
  generator* owner_ = nullptr;
  pointer element_ = nullptr;
  std::exception_ptr error_;
  bool begun_ = false;
};

template <yieldable T>
class generator<T>::iterator {
 public:
  using iterator_concept = std::input_iterator_tag;
  using difference_type = std::ptrdiff_t;
  using value_type = typename generator::value_type;

  /// Equal to the end. Copies of an iterator are at the same element: moving one of them on moves them all.
  iterator() noexcept = default;

  [[nodiscard]] reference operator*() const noexcept { return static_cast<reference>(*frame_.promise().element_); }

  iterator& operator++() {
    frame_.promise().advance();
    return *this;
  }
  void operator++(int) { ++*this; }

  [[nodiscard]] friend bool operator==(const iterator& at, std::default_sentinel_t) noexcept {
    return !at.frame_ || at.frame_.done();
  }

 private:
  friend class generator;

  explicit iterator(frame_handle frame) noexcept : frame_(frame) {}

  frame_handle frame_;
};

}  // namespace patterns::async
