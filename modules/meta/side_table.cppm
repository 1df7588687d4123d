/// @file
/// B23 · side_table: values attached to objects from outside, for as long as the objects live.
export module patterns.meta:side_table;

import std;

namespace patterns::meta::detail {

class anchor_state;

// GCC 16 does not find the std::hash of a pointer when the map is instantiated in an importer.
struct address_hash {
  [[nodiscard]] inline std::size_t operator()(const void* address) const noexcept {
    return std::bit_cast<std::size_t>(address);
  }
};

/// What a table is to the objects that it has values for.
class anchored_values {
 public:
  anchored_values() = default;
  anchored_values(const anchored_values&) = delete;
  anchored_values& operator=(const anchored_values&) = delete;
  virtual ~anchored_values() = default;
  virtual void owner_died(const anchor_state& owner) noexcept = 0;
};

/// The identity of an object with an anchor. It dies with the object, and tells the tables.
class anchor_state {
 public:
  anchor_state() = default;
  anchor_state(const anchor_state&) = delete;
  anchor_state& operator=(const anchor_state&) = delete;

  inline ~anchor_state() {
    for (const auto& each : tables_) {
      if (const auto table = each.lock()) {
        table->owner_died(*this);
      }
    }
  }

  inline void add(const std::shared_ptr<anchored_values>& table) {
    const std::scoped_lock lock(mutex_);
    std::erase_if(tables_, [](const auto& each) { return each.expired(); });
    const bool known = std::ranges::any_of(
        tables_, [&table](const auto& each) { return !each.owner_before(table) && !table.owner_before(each); });
    if (!known) {
      tables_.push_back(table);
    }
  }

 private:
  std::mutex mutex_;
  std::vector<std::weak_ptr<anchored_values>> tables_;
};

}  // namespace patterns::meta::detail

export namespace patterns::meta {

template <class Owner, class T>
class side_table;

/// Base of a class whose objects may have values in a side_table although no `std::shared_ptr` manages them.
///
/// A copy is another object and begins without values; a move takes them along. One pointer in size; the first value
/// attached to an object allocates once.
/// Thread-safety: values may be attached to one object by several threads. Exceptions: none.
class side_table_anchor {
 public:
  side_table_anchor() noexcept = default;
  inline side_table_anchor(const side_table_anchor&) noexcept {}
  inline side_table_anchor(side_table_anchor&& other) noexcept : state_(other.state_.exchange(nullptr)) {}
  inline side_table_anchor& operator=(const side_table_anchor&) noexcept { return *this; }
  inline side_table_anchor& operator=(side_table_anchor&& other) noexcept {
    if (this != &other) {
      delete state_.exchange(other.state_.exchange(nullptr));
    }
    return *this;
  }
  inline ~side_table_anchor() { delete state_.load(); }

 private:
  template <class Owner, class T>
  friend class side_table;

  [[nodiscard]] inline detail::anchor_state* find() const noexcept { return state_.load(std::memory_order_acquire); }

  [[nodiscard]] inline detail::anchor_state& get() const {
    if (auto* state = find()) {
      return *state;
    }
    auto made = std::make_unique<detail::anchor_state>();
    detail::anchor_state* expected = nullptr;
    return state_.compare_exchange_strong(expected, made.get()) ? *made.release() : *expected;
  }

  mutable std::atomic<detail::anchor_state*> state_ = nullptr;
};

/// A class whose objects say when they die, by deriving from side_table_anchor.
template <class Owner>
concept anchored = std::derived_from<Owner, side_table_anchor>;

/// Thrown by side_table for a `std::shared_ptr` that owns nothing.
class unowned_error : public std::invalid_argument {
 public:
  unowned_error() : std::invalid_argument("side_table: the pointer to the owner owns nothing") {}
};

/// A value of type T for each object of class Owner that was given one. The objects do not know of it, are not changed
/// in their layout, and are not kept alive.
///
/// An owner is named by the `std::shared_ptr` that manages it, or, if it is anchored, by itself. The value of an
/// anchored owner is destroyed with it. Nothing tells the death of another object: its value can no longer be reached,
/// and is destroyed when the table next looks for dead entries: at the latest when as many values have been added as it
/// holds, or on `purge()`. A new object at the address of a dead one begins without a value.
///
/// @tparam Owner  the class of the objects
/// @tparam T      a type of values that can be moved; `get` copies it
///
/// Complexity: O(1) on average, purging included. Thread-safety: any thread may call anything; a function given to
/// `visit` runs under the table's lock and must not use the table.
/// Exceptions: strong guarantee. Source: row B23; Python's WeakKeyDictionary.
template <class Owner, class T>
class side_table {
  using pointer = std::shared_ptr<const Owner>;

 public:
  side_table() : entries_(std::make_shared<entries>()) {}
  side_table(const side_table&) = delete;
  side_table& operator=(const side_table&) = delete;
  ~side_table() = default;

  /// Attaches `value` to `owner`, in place of its former one.
  /// @throws unowned_error if `owner` is null, or refers to an object without owning it
  void set(const pointer& owner, T value)
    requires(!anchored<Owner>)
  {
    if (owner == nullptr || owner.use_count() == 0) {
      throw unowned_error();
    }
    entries_->set(owner.get(), owner, std::move(value));
  }
  void set(const Owner& owner, T value)
    requires anchored<Owner>
  {
    auto& state = static_cast<const side_table_anchor&>(owner).get();
    state.add(entries_);
    entries_->set(&state, {}, std::move(value));
  }

  /// A copy of the value of `owner`, if it has one.
  [[nodiscard]] std::optional<T> get(const pointer& owner) const
    requires(!anchored<Owner>) && std::copy_constructible<T>
  {
    return copy_at(key(owner));
  }
  [[nodiscard]] std::optional<T> get(const Owner& owner) const
    requires anchored<Owner> && std::copy_constructible<T>
  {
    return copy_at(key(owner));
  }

  /// Calls `function` with the value of `owner`; false if it has none.
  template <std::invocable<T&> Function>
    requires(!anchored<Owner>)
  bool visit(const pointer& owner, Function&& function) {
    return entries_->visit(key(owner), function);
  }
  template <std::invocable<T&> Function>
    requires anchored<Owner>
  bool visit(const Owner& owner, Function&& function) {
    return entries_->visit(key(owner), function);
  }

  /// Takes the value of `owner` away; false if it had none.
  bool erase(const pointer& owner)
    requires(!anchored<Owner>)
  {
    return entries_->erase(key(owner));
  }
  bool erase(const Owner& owner)
    requires anchored<Owner>
  {
    return entries_->erase(key(owner));
  }

  /// Destroys the values of dead owners now.
  void purge() { entries_->purge(); }

  /// The number of owners that live and have a value. O(n).
  [[nodiscard]] std::size_t size() const { return entries_->live(); }

  /// The number of values held, those of dead owners included.
  [[nodiscard]] std::size_t held() const { return entries_->held(); }

 private:
  struct entry {
    std::weak_ptr<const Owner> owner;
    T value;

    // By the control block, which no other object has while the entry stands, wherever that object lies.
    [[nodiscard]] bool is_dead() const noexcept { return !anchored<Owner> && owner.expired(); }
  };

  using map = std::unordered_map<const void*, entry, detail::address_hash>;

  // Values are destroyed after the lock is released: their destructors may use the table.
  class entries final : public detail::anchored_values {
   public:
    void set(const void* key, const pointer& owner, T value) {
      // Owner and value change places as one, in a node that is complete before: the move of a T may throw.
      map made;
      made.emplace(key, entry{owner, std::move(value)});
      map dead;
      typename map::node_type former;
      const std::scoped_lock lock(mutex_);
      if (const auto found = map_.find(key); found != map_.end()) {
        former = map_.extract(found);
      } else if (map_.size() >= purge_at_) {
        take_dead(dead);
      }
      // Allocates nothing where a node has just been taken out.
      map_.insert(made.extract(made.begin()));
    }

    template <class Function>
    bool visit(const void* key, Function&& function) {
      const std::scoped_lock lock(mutex_);
      const auto found = map_.find(key);
      if (found == map_.end() || found->second.is_dead()) {
        return false;
      }
      std::invoke(function, found->second.value);
      return true;
    }

    bool erase(const void* key) noexcept {
      typename map::node_type taken;
      const std::scoped_lock lock(mutex_);
      taken = map_.extract(key);
      return !taken.empty() && !taken.mapped().is_dead();
    }

    void owner_died(const detail::anchor_state& owner) noexcept override { erase(&owner); }

    void purge() {
      map dead;
      const std::scoped_lock lock(mutex_);
      take_dead(dead);
    }

    std::size_t live() const {
      const std::scoped_lock lock(mutex_);
      return static_cast<std::size_t>(
          std::ranges::count_if(map_, [](const auto& each) { return !each.second.is_dead(); }));
    }

    std::size_t held() const {
      const std::scoped_lock lock(mutex_);
      return map_.size();
    }

   private:
    void take_dead(map& dead) {
      if constexpr (!anchored<Owner>) {
        // Here or never: an insertion that failed would destroy the value, and under the lock.
        dead.reserve(static_cast<std::size_t>(
            std::ranges::count_if(map_, [](const auto& each) { return each.second.is_dead(); })));
        for (auto each = map_.begin(); each != map_.end();) {
          const auto next = std::next(each);
          if (each->second.is_dead()) {
            dead.insert(map_.extract(each));
          }
          each = next;
        }
      }
      purge_at_ = std::max<std::size_t>(16, 2 * map_.size());
    }

    mutable std::mutex mutex_;
    map map_;
    std::size_t purge_at_ = 16;
  };

  [[nodiscard]] static const void* key(const pointer& owner) noexcept { return owner.get(); }
  [[nodiscard]] static const void* key(const Owner& owner) noexcept
    requires anchored<Owner>
  {
    return static_cast<const side_table_anchor&>(owner).find();
  }

  [[nodiscard]] std::optional<T> copy_at(const void* key) const {
    std::optional<T> copy;
    entries_->visit(key, [&copy](const T& value) { copy.emplace(value); });
    return copy;
  }

  std::shared_ptr<entries> entries_;
};

}  // namespace patterns::meta
