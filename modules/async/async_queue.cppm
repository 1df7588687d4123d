/// @file
/// C16 · async_queue: elements that some coroutines hand to others, in order.
export module patterns.async:async_queue;

import std;
import :cancellation;
import :wait_queue;

export namespace patterns::async {

/// Thrown by a push into a queue that was closed, also if it was closed while the push waited. The element stays with
/// the caller.
class queue_closed : public std::runtime_error {
 public:
  queue_closed() : std::runtime_error("async_queue: push into a closed queue") {}
};

/// What a queue can carry: objects that can be moved.
template <class T>
concept queue_element = std::is_object_v<T> && !std::is_const_v<T> && std::move_constructible<T>;

}  // namespace patterns::async

namespace patterns::async::detail {

/// The elements of a queue, first in, first out, each in a node of its own: so that an element can be handed over, and
/// come back to the front, without a move that might throw.
///
/// All members want the queue's mutex, but recycle.
template <class T>
class element_list {
 public:
  struct node {
    node() noexcept {}
    node(const node&) = delete;
    node& operator=(const node&) = delete;
    ~node() {}

    node* next = nullptr;
    union {
      T value;
    };
  };

  element_list() noexcept = default;
  element_list(const element_list&) = delete;
  element_list& operator=(const element_list&) = delete;
  ~element_list() {
    for (auto* each = first_; each != nullptr; each = each->next) {
      std::destroy_at(std::addressof(each->value));
    }
    delete_all(first_);
    delete_all(spare_);
    delete_all(recycled_.load(std::memory_order_acquire));
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// A node with an element, which belongs to the caller. If the element's constructor throws, nothing has changed.
  template <class U>
  [[nodiscard]] node* make_node(U&& value) {
    auto* const made = unused_node();
    try {
      std::construct_at(std::addressof(made->value), std::forward<U>(value));
    } catch (...) {
      made->next = spare_;
      spare_ = made;
      throw;
    }
    return made;
  }

  void push_back(node& added) noexcept {
    added.next = nullptr;
    (first_ == nullptr ? first_ : last_->next) = &added;
    last_ = &added;
    ++size_;
  }

  void push_front(node& added) noexcept {
    added.next = first_;
    if (first_ == nullptr) {
      last_ = &added;
    }
    first_ = &added;
    ++size_;
  }

  [[nodiscard]] node* pop_front() noexcept {
    --size_;
    return std::exchange(first_, first_->next);
  }

  /// Destroys the element and keeps the node. Called without the mutex.
  void recycle(node& used) noexcept {
    std::destroy_at(std::addressof(used.value));
    used.next = recycled_.load(std::memory_order_relaxed);
    while (!recycled_.compare_exchange_weak(used.next, &used, std::memory_order_release, std::memory_order_relaxed)) {
    }
  }

 private:
  [[nodiscard]] node* unused_node() {
    if (spare_ == nullptr && recycled_.load(std::memory_order_relaxed) != nullptr) {
      spare_ = recycled_.exchange(nullptr, std::memory_order_acquire);
    }
    if (spare_ == nullptr) {
      return new node;
    }
    return std::exchange(spare_, spare_->next);
  }

  static void delete_all(node* first) noexcept {
    while (first != nullptr) {
      delete std::exchange(first, first->next);
    }
  }

  node* first_ = nullptr;
  node* last_ = nullptr;
  std::size_t size_ = 0;
  node* spare_ = nullptr;
  std::atomic<node*> recycled_ = nullptr;
};

}  // namespace patterns::async::detail

export namespace patterns::async {

/// Carries elements from those who push to those who pop. Elements come out in the order in which they went in, those
/// who wait to pop are served in the order in which they came, and so are those who wait to push.
///
///     co_await orders.push(std::move(order));
///     while (auto order = co_await orders.pop()) { ... }
///
/// A bounded queue makes who pushes wait while it is full; with a capacity of 0 until somebody pops the element. After
/// close() what is left can be popped, and then every pop yields the end.
///
/// A push that is cancelled, or refused, or whose element's constructor throws, has left the element where it was. An
/// element that was handed to a pop whose coroutine is destroyed before it goes on, or whose constructor throws on the
/// way out, comes back to the front; the queue may hold more than its capacity meanwhile. Otherwise waits are cancelled
/// as those of async_mutex are.
///
/// @tparam T  its constructors run with the queue locked, so they must not use it
///
/// Complexity: each operation O(1), close O(waiters). It keeps the memory of its fullest moment: beyond that, no
/// allocation. Thread-safety: every member, from any thread. It outlives the waits for it.
/// Source: row C16; Python's asyncio.Queue with shutdown.
template <queue_element T>
class async_queue {
 public:
  using value_type = T;

  /// A queue without bounds: no push ever waits.
  async_queue() noexcept = default;
  explicit async_queue(std::size_t capacity) noexcept : capacity_(capacity) {}
  async_queue(const async_queue&) = delete;
  async_queue& operator=(const async_queue&) = delete;

  /// `co_await push(value)` goes on once the queue has taken the value.
  ///
  /// @param value  is taken when the queue has room for it, so it outlives the wait
  /// @param token  by which the wait is cancelled; the ambient one if absent
  /// @throws when awaited: queue_closed, operation_cancelled, what moving the value throws
  [[nodiscard]] auto push(T&& value, detail::wait_token token = std::nullopt) noexcept {
    return detail::wait_request(push_wait(*this, value, false), std::move(token));
  }

  /// As above with a copy, made when the queue has room for it.
  [[nodiscard]] auto push(const T& value, detail::wait_token token = std::nullopt) noexcept
    requires std::copy_constructible<T>
  {
    return detail::wait_request(push_wait(*this, const_cast<T&>(value), true), std::move(token));
  }

  /// `co_await pop()` is the next element, as a `std::optional<T>`; nothing once the queue is closed and empty.
  ///
  /// @param token  by which the wait is cancelled; the ambient one if absent
  /// @throws when awaited: operation_cancelled, what moving the element throws
  [[nodiscard]] auto pop(detail::wait_token token = std::nullopt) noexcept {
    return detail::wait_request(pop_wait(*this), std::move(token));
  }

  /// False, and `value` is as it was, if there is no room. @throws as push
  [[nodiscard]] bool try_push(T&& value) { return push_wait(*this, value, false).try_now(); }
  [[nodiscard]] bool try_push(const T& value)
    requires std::copy_constructible<T>
  {
    return push_wait(*this, const_cast<T&>(value), true).try_now();
  }

  /// The next element if there is one. @throws what moving the element throws
  [[nodiscard]] std::optional<T> try_pop() {
    pop_wait now(*this);
    (void)now.try_now();
    return now.result();
  }

  /// From now on every push is refused, those that wait too, and who pops gets what is left and then the end. Closing
  /// again changes nothing.
  void close() noexcept {
    detail::woken_waiters woken;
    const std::lock_guard lock(mutex_);
    closed_ = true;
    while (auto* const producer = producers_.first()) {
      push_awaiter::of(*producer).refused_ = true;
      woken.grant_first(producers_);
    }
    woken.grant_all(consumers_);
  }

  [[nodiscard]] bool closed() const noexcept {
    const std::lock_guard lock(mutex_);
    return closed_;
  }

  /// How many elements wait in the queue; those of a push that waits are not among them.
  [[nodiscard]] std::size_t size() const noexcept {
    const std::lock_guard lock(mutex_);
    return elements_.size();
  }

  /// The greatest std::size_t if there are no bounds.
  [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }

 private:
  using node = typename detail::element_list<T>::node;

  class push_wait {
   public:
    static constexpr std::string_view operation = "async_queue::push";

    push_wait(async_queue& queue, T& value, bool copies) noexcept : queue_(&queue), value_(&value), copies_(copies) {}

    [[nodiscard]] detail::wait_queue& line() const noexcept { return queue_->producers_; }
    [[nodiscard]] bool try_now() {
      detail::woken_waiters woken;
      const std::lock_guard lock(queue_->mutex_);
      return try_in_line(woken);
    }
    [[nodiscard]] bool try_in_line(detail::woken_waiters& woken) {
      if (queue_->closed_) {
        throw queue_closed();
      }
      if (queue_->consumers_.first() == nullptr && queue_->elements_.size() >= queue_->capacity_) {
        return false;
      }
      queue_->put(*make_node(), false, woken);
      return true;
    }
    static constexpr void pass_on() noexcept {}
    void result() const {
      if (refused_) {
        throw queue_closed();
      }
      if (error_) {
        std::rethrow_exception(error_);
      }
    }

   private:
    friend class async_queue;

    [[nodiscard]] node* make_node() {
      if constexpr (std::copy_constructible<T>) {
        if (copies_) {
          return queue_->elements_.make_node(std::as_const(*value_));
        }
      }
      return queue_->elements_.make_node(std::move(*value_));
    }

    async_queue* queue_;
    T* value_;
    bool copies_;
    bool refused_ = false;
    std::exception_ptr error_;
  };

  class pop_wait {
   public:
    static constexpr std::string_view operation = "async_queue::pop";

    explicit pop_wait(async_queue& queue) noexcept : queue_(&queue) {}

    [[nodiscard]] detail::wait_queue& line() const noexcept { return queue_->consumers_; }
    [[nodiscard]] bool try_now() {
      detail::woken_waiters woken;
      const std::lock_guard lock(queue_->mutex_);
      return try_in_line(woken);
    }
    [[nodiscard]] bool try_in_line(detail::woken_waiters& woken) noexcept {
      if (queue_->elements_.size() == 0) {
        queue_->admit(1, woken);
      }
      if (queue_->elements_.size() == 0) {
        return queue_->closed_;
      }
      taken_ = queue_->elements_.pop_front();
      queue_->admit(queue_->capacity_, woken);
      return true;
    }
    void pass_on() noexcept {
      if (taken_ != nullptr) {
        queue_->put_back(*std::exchange(taken_, nullptr));
      }
    }
    [[nodiscard]] std::optional<T> result() {
      if (taken_ == nullptr) {
        return std::nullopt;
      }
      const recycler afterwards{*this};
      try {
        return std::optional<T>(std::in_place, std::move(taken_->value));
      } catch (...) {
        pass_on();
        throw;
      }
    }

   private:
    friend class async_queue;

    // Runs when the result stands where the caller wants it.
    struct recycler {
      pop_wait& done;
      ~recycler() {
        if (auto* const used = std::exchange(done.taken_, nullptr)) {
          done.queue_->elements_.recycle(*used);
        }
      }
    };

    async_queue* queue_;
    node* taken_ = nullptr;
  };

  using push_awaiter = detail::wait_awaiter<push_wait>;
  using pop_awaiter = detail::wait_awaiter<pop_wait>;

  // To the first who waits, or else into the queue.
  void put(node& element, bool at_front, detail::woken_waiters& woken) noexcept {
    if (auto* const consumer = consumers_.first()) {
      pop_awaiter::of(*consumer).taken_ = &element;
      woken.grant_first(consumers_);
    } else if (at_front) {
      elements_.push_front(element);
    } else {
      elements_.push_back(element);
    }
  }

  void put_back(node& element) noexcept {
    detail::woken_waiters woken;
    const std::lock_guard lock(mutex_);
    put(element, true, woken);
  }

  // Lets those who wait to push in, up to `limit`. What an element's constructor throws is for who pushed it.
  void admit(std::size_t limit, detail::woken_waiters& woken) noexcept {
    while (producers_.first() != nullptr && elements_.size() < limit) {
      auto& producer = push_awaiter::of(*producers_.first());
      try {
        elements_.push_back(*producer.make_node());
      } catch (...) {
        producer.error_ = std::current_exception();
      }
      woken.grant_first(producers_);
    }
  }

  const std::size_t capacity_ = std::numeric_limits<std::size_t>::max();
  mutable std::mutex mutex_;
  bool closed_ = false;
  detail::element_list<T> elements_;
  detail::wait_queue producers_{mutex_};
  detail::wait_queue consumers_{mutex_};
};

}  // namespace patterns::async
