/// @file
/// D2 · interned, intern_pool: equal values are one object, which is shared, never changes, and goes with its last
/// user.
export module patterns.design:interned;

import std;
import patterns.meta;

export namespace patterns::design {

/// A value that can be kept once and shared: it can be moved into place, compared and hashed, equal ones alike.
template <class T>
concept internable = std::same_as<T, std::remove_cvref_t<T>> && std::move_constructible<T> &&
                     std::equality_comparable<T> && requires(const T& value) {
                       { std::hash<T>()(value) } -> std::convertible_to<std::size_t>;
                     };

/// What a T can be looked up by: a T, and for std::string any text, of which a string is made only if there is none
/// yet.
template <class Key, class T>
concept intern_key =
    std::same_as<std::remove_cvref_t<Key>, T> ||
    (std::same_as<T, std::string> && std::convertible_to<const std::remove_reference_t<Key>&, std::string_view>);

template <internable T>
class intern_pool;

}  // namespace patterns::design

namespace patterns::design::detail {

template <class T>
class intern_table;

/// A value of a pool. The table that it stands in lives as long as it does.
template <class T>
struct intern_entry {
  intern_entry(T&& given, std::size_t its_hash, std::shared_ptr<intern_table<T>> its_table)
      : value(std::move(given)), hash(its_hash), table(std::move(its_table)) {}

  const T value;
  const std::size_t hash;
  const std::shared_ptr<intern_table<T>> table;
  mutable std::atomic<std::size_t> uses = 0;
};

// A text as a view, so that a text of any type has the same hash and none has to be made a string first.
template <class T>
using compared_as = std::conditional_t<std::same_as<T, std::string>, std::string_view, const T&>;

template <class T>
struct value_wanted {
  compared_as<T> value;
  std::size_t hash;
};

template <class T>
struct entry_hash {
  using is_transparent = void;
  [[nodiscard]] std::size_t operator()(const intern_entry<T>& entry) const noexcept { return entry.hash; }
  [[nodiscard]] std::size_t operator()(const intern_entry<T>* entry) const noexcept { return entry->hash; }
  [[nodiscard]] std::size_t operator()(const value_wanted<T>& wanted) const noexcept { return wanted.hash; }
};

template <class T>
struct entry_equal {
  using is_transparent = void;
  [[nodiscard]] bool operator()(const intern_entry<T>& left, const intern_entry<T>& right) const {
    return &left == &right || (left.hash == right.hash && left.value == right.value);
  }
  [[nodiscard]] bool operator()(const intern_entry<T>& left, const intern_entry<T>* right) const noexcept {
    return &left == right;
  }
  [[nodiscard]] bool operator()(const intern_entry<T>* left, const intern_entry<T>& right) const noexcept {
    return left == &right;
  }
  [[nodiscard]] bool operator()(const intern_entry<T>& left, const value_wanted<T>& right) const {
    return left.hash == right.hash && left.value == right.value;
  }
  [[nodiscard]] bool operator()(const value_wanted<T>& left, const intern_entry<T>& right) const {
    return (*this)(right, left);
  }
};

/// The values of a pool, spread over parts with a lock each.
///
/// An entry is found, and its last use given up, under the lock of its part only. So none is ever found that is on its
/// way out, and none is left that nobody uses.
template <class T>
class intern_table : public std::enable_shared_from_this<intern_table<T>> {
 public:
  template <class Key>
  [[nodiscard]] const intern_entry<T>& use(Key&& key) {
    const std::size_t hash = std::hash<std::remove_cvref_t<compared_as<T>>>()(compared_as<T>(key));
    part& place = part_of(hash);
    {
      const std::scoped_lock lock(place.mutex);
      if (const auto found = place.entries.find(value_wanted<T>{compared_as<T>(key), hash});
          found != place.entries.end()) {
        return used(*found);
      }
    }
    // Not under the lock: making a T may itself use the pool.
    T value(std::forward<Key>(key));
    const std::scoped_lock lock(place.mutex);
    if (const auto found = place.entries.find(value_wanted<T>{value, hash}); found != place.entries.end()) {
      return used(*found);
    }
    return used(*place.entries.emplace(std::move(value), hash, this->shared_from_this()).first);
  }

  /// Gives up a use, and the entry with its last one.
  static void release(const intern_entry<T>& entry) noexcept {
    std::size_t uses = entry.uses.load(std::memory_order_relaxed);
    while (uses > 1) {
      if (entry.uses.compare_exchange_weak(uses, uses - 1, std::memory_order_release, std::memory_order_relaxed)) {
        return;
      }
    }
    entry.table->release_last(entry);
  }

  [[nodiscard]] std::size_t size() const {
    std::size_t total = 0;
    for (const part& each : parts_) {
      const std::scoped_lock lock(each.mutex);
      total += each.entries.size();
    }
    return total;
  }

 private:
  using entry_set = std::unordered_set<intern_entry<T>, entry_hash<T>, entry_equal<T>>;

  // On a cache line of its own, so that threads in different parts do not disturb each other.
  struct alignas(64) part {
    mutable std::mutex mutex;
    entry_set entries;
  };

  static constexpr std::size_t part_bits = 4;

  [[nodiscard]] static const intern_entry<T>& used(const intern_entry<T>& entry) noexcept {
    entry.uses.fetch_add(1, std::memory_order_relaxed);
    return entry;
  }

  // The high bits of a product: std::hash of a number is often the number.
  [[nodiscard]] part& part_of(std::size_t hash) noexcept {
    const std::uint64_t mixed = std::uint64_t{hash} * 0x9E37'79B9'7F4A'7C15U;
    return parts_[static_cast<std::size_t>(mixed >> (64U - part_bits))];
  }

  void release_last(const intern_entry<T>& entry) noexcept {
    // Destroyed after the lock is gone: a T may hold handles of the same pool, and the entry may be what keeps the
    // table.
    typename entry_set::node_type removed;
    part& place = part_of(entry.hash);
    const std::scoped_lock lock(place.mutex);
    if (entry.uses.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      removed = place.entries.extract(place.entries.find(&entry));
    }
  }

  std::array<part, std::size_t{1} << part_bits> parts_;
};

}  // namespace patterns::design::detail

export namespace patterns::design {

/// A value of which there is one: two handles of one pool are equal if and only if they lead to the same object.
///
///     const interned<std::string> a("berlin"), b("berlin");
///     &*a == &*b;  // and a == b compares just that
///
/// It always has a value: to move from it is to copy it, and a move assignment swaps. Values of different pools are
/// never equal. A NaN equals nothing, and so gets an object of its own each time.
///
/// Complexity: comparison and hash are those of a pointer; a copy is an atomic increment; the last handle of a value
/// takes a lock to remove it. Thread-safety: as std::shared_ptr: different handles may be used at once, whatever they
/// lead to. Source: row D2; Python's `sys.intern`; the flyweight of Design Patterns (1994).
template <internable T>
class interned {
 public:
  using value_type = T;

  /// The value equal to `value` in the pool that all of the program shares; see intern_pool::shared.
  template <intern_key<T> Key>
  explicit interned(Key&& value) : interned(intern_pool<T>::shared().intern(std::forward<Key>(value))) {}

  interned(const interned& from) noexcept : entry_(from.entry_) {
    entry_->uses.fetch_add(1, std::memory_order_relaxed);
  }
  interned& operator=(const interned& from) noexcept {
    interned copy(from);
    std::swap(entry_, copy.entry_);
    return *this;
  }
  interned& operator=(interned&& from) noexcept {
    std::swap(entry_, from.entry_);
    return *this;
  }
  ~interned() { detail::intern_table<T>::release(*entry_); }

  [[nodiscard]] const T& value() const noexcept { return entry_->value; }
  [[nodiscard]] const T& operator*() const noexcept { return entry_->value; }
  [[nodiscard]] const T* operator->() const noexcept { return std::addressof(entry_->value); }

  [[nodiscard]] bool operator==(const interned& other) const noexcept { return entry_ == other.entry_; }

  /// Of the object, not of its value: O(1), and another in each run of the program.
  [[nodiscard]] std::size_t hash() const noexcept { return std::hash<const void*>()(entry_); }

 private:
  friend class intern_pool<T>;

  explicit interned(const detail::intern_entry<T>* entry) noexcept : entry_(entry) {}

  const detail::intern_entry<T>* entry_;
};

/// Keeps one object of each value that a handle leads to, and none that no handle leads to any more.
///
/// Handles may outlive their pool: what they lead to lives as long as they do. The hash and the comparison of T must
/// not use the same pool; its construction and destruction may.
///
/// Complexity: intern is a look-up in a hash table, and, if the value is new, one allocation and a second look-up. The
/// pool has sixteen locks, of which a value uses one; nothing else is shared by different values. An entry costs its
/// value, 32 bytes and a node of a hash table.
/// Thread-safety: all at any time. Exceptions: strong guarantee. Source: row D2.
template <internable T>
class intern_pool {
 public:
  intern_pool() : table_(std::make_shared<detail::intern_table<T>>()) {}
  intern_pool(const intern_pool&) = delete;
  intern_pool& operator=(const intern_pool&) = delete;

  /// The one object that equals `value`; made of it if there is none.
  template <intern_key<T> Key>
  [[nodiscard]] interned<T> intern(Key&& value) {
    return interned<T>(&table_->use(std::forward<Key>(value)));
  }

  /// How many values there are. Others may come and go meanwhile.
  [[nodiscard]] std::size_t size() const { return table_->size(); }

  /// The pool of all the program for T. It is never destroyed, so that static objects may intern to the end.
  [[nodiscard]] static intern_pool& shared() {
    static auto& pool = *new intern_pool;
    return pool;
  }

 private:
  std::shared_ptr<detail::intern_table<T>> table_;
};

}  // namespace patterns::design

/// Shown by repr as the value that it leads to.
template <class T>
inline constexpr bool patterns::meta::is_transparent<patterns::design::interned<T>> = true;

/// That of the one object of equal values: it looks at no value.
export template <class T>
struct std::hash<patterns::design::interned<T>> {
  [[nodiscard]] std::size_t operator()(const patterns::design::interned<T>& value) const noexcept {
    return value.hash();
  }
};

/// Written as its value.
export template <class T>
  requires std::default_initializable<std::formatter<T, char>>
struct std::formatter<patterns::design::interned<T>, char> : std::formatter<T, char> {
  template <class Context>
  auto format(const patterns::design::interned<T>& value, Context& context) const {
    return std::formatter<T, char>::format(*value, context);
  }
};
