/// @file
/// C10 · weak_cache: what somebody still uses need not be made again.
export module patterns.caching:weak_cache;

import std;
import :concepts;
import :flight;

namespace patterns::caching::detail {

template <class Made, class T>
concept made_in_place = std::same_as<std::remove_cv_t<Made>, std::remove_cv_t<T>> || std::convertible_to<Made, T>;

template <class T>
concept knows_its_owners = requires(T& object) { object.weak_from_this(); };

/// Keys, and who is held or made under them, spread over parts with a lock each.
///
/// No object and no key is destroyed under a lock: their destructors may use the cache.
template <class Key, class T, class Equal>
class weak_table {
 public:
  using flight_type = flight<std::shared_ptr<T>>;

  struct boarding {
    std::shared_ptr<T> present;
    std::shared_ptr<flight_type> shared;
    bool leads = false;
  };

  explicit weak_table(const Equal& equal) : weak_table(equal, std::make_index_sequence<part_count>()) {}

  [[nodiscard]] std::shared_ptr<T> find(const Key& key, std::size_t hash) const {
    const part& side = part_of(hash);
    const std::lock_guard lock(side.mutex);
    const auto found = side.places.find(wanted{key, hash});
    return found == side.places.end() ? nullptr : found->value.lock();
  }

  /// Whoever is held; or else the flight of the maker, which may be the caller.
  [[nodiscard]] boarding join(const Key& key, std::size_t hash) {
    part& side = part_of(hash);
    const std::lock_guard lock(side.mutex);
    const auto found = side.places.find(wanted{key, hash});
    if (found == side.places.end()) {
      auto own = std::make_shared<flight_type>();
      side.places.emplace(key, hash, own);
      return {nullptr, std::move(own), true};
    }
    if (found->making != nullptr) {
      return {nullptr, found->making, false};
    }
    if (auto present = found->value.lock()) {
      return {std::move(present), nullptr, false};
    }
    // Its object is on the way out, and will not find itself here.
    found->making = std::make_shared<flight_type>();
    found->object = nullptr;
    return {nullptr, found->making, true};
  }

  /// What the leader of `own` has made is held from now on, unless the key was erased meanwhile. Null is not held.
  void land(std::size_t hash, const flight_type& own, const std::shared_ptr<T>& made) noexcept {
    if (made == nullptr) {
      leave(flown_by{&own, hash});
      return;
    }
    part& side = part_of(hash);
    const std::lock_guard lock(side.mutex);
    if (const auto found = side.places.find(flown_by{&own, hash}); found != side.places.end()) {
      found->value = made;
      found->object = made.get();
      found->making.reset();
    }
  }

  void give_up(std::size_t hash, const flight_type& own) noexcept { leave(flown_by{&own, hash}); }

  /// The last owner of `object` has gone. Under its key may stand another by now.
  void remove(std::size_t hash, const T* object) noexcept { leave(held_as{object, hash}); }

  bool erase(const Key& key, std::size_t hash) {
    typename place_set::node_type removed;
    part& side = part_of(hash);
    const std::lock_guard lock(side.mutex);
    const auto found = side.places.find(wanted{key, hash});
    if (found == side.places.end()) {
      return false;
    }
    const bool in_use = found->making != nullptr || !found->value.expired();
    removed = side.places.extract(found);
    return in_use;
  }

  void clear() {
    for (part& side : parts_) {
      place_set removed(0, place_hash(), side.places.key_eq());
      const std::lock_guard lock(side.mutex);
      side.places.swap(removed);
    }
  }

  [[nodiscard]] bool contains(const Key& key, std::size_t hash) const {
    const part& side = part_of(hash);
    const std::lock_guard lock(side.mutex);
    const auto found = side.places.find(wanted{key, hash});
    return found != side.places.end() && !found->value.expired();
  }

  [[nodiscard]] std::size_t waiting(const Key& key, std::size_t hash) const {
    const part& side = part_of(hash);
    const std::lock_guard lock(side.mutex);
    const auto found = side.places.find(wanted{key, hash});
    return found == side.places.end() || found->making == nullptr ? 0 : found->making->waiters();
  }

  [[nodiscard]] std::size_t size() const {
    std::size_t total = 0;
    for (const part& side : parts_) {
      const std::lock_guard lock(side.mutex);
      total += side.places.size();
    }
    return total;
  }

 private:
  /// What stands under a key: `making` while an object is made, and then `value`.
  struct place {
    place(const Key& its_key, std::size_t its_hash, std::shared_ptr<flight_type> flight)
        : key(its_key), hash(its_hash), making(std::move(flight)) {}

    const Key key;
    const std::size_t hash;
    mutable std::shared_ptr<flight_type> making;
    mutable std::weak_ptr<T> value;
    mutable const T* object = nullptr;
  };

  struct wanted {
    const Key& key;
    std::size_t hash;
  };
  struct held_as {
    const T* object;
    std::size_t hash;
  };
  struct flown_by {
    const flight_type* flight;
    std::size_t hash;
  };

  // Hashes are kept, and an object knows its own place by its address: to leave calls nothing that could throw.
  struct place_hash {
    using is_transparent = void;
    template <class Query>
    [[nodiscard]] std::size_t operator()(const Query& query) const noexcept {
      return query.hash;
    }
  };

  struct place_equal {
    using is_transparent = void;
    [[no_unique_address]] Equal equal;

    [[nodiscard]] bool operator()(const place& a, const place& b) const {
      return a.hash == b.hash && static_cast<bool>(equal(a.key, b.key));
    }
    [[nodiscard]] bool operator()(const place& a, const wanted& b) const {
      return a.hash == b.hash && static_cast<bool>(equal(a.key, b.key));
    }
    [[nodiscard]] bool operator()(const wanted& a, const place& b) const { return (*this)(b, a); }
    [[nodiscard]] bool operator()(const place& a, const held_as& b) const noexcept { return a.object == b.object; }
    [[nodiscard]] bool operator()(const held_as& a, const place& b) const noexcept { return a.object == b.object; }
    [[nodiscard]] bool operator()(const place& a, const flown_by& b) const noexcept {
      return a.making.get() == b.flight;
    }
    [[nodiscard]] bool operator()(const flown_by& a, const place& b) const noexcept { return (*this)(b, a); }
  };

  using place_set = std::unordered_set<place, place_hash, place_equal>;

  // On a cache line of its own, so that threads in different parts do not disturb each other.
  struct alignas(64) part {
    explicit part(const Equal& equal) : places(0, place_hash(), place_equal{equal}) {}

    mutable std::mutex mutex;
    place_set places;
  };

  static constexpr std::size_t part_bits = 4;
  static constexpr std::size_t part_count = std::size_t{1} << part_bits;

  template <std::size_t... Numbers>
  weak_table(const Equal& equal, std::index_sequence<Numbers...>) : parts_{{(void(Numbers), part(equal))...}} {}

  template <class Self>
  void leave(const Self& self) noexcept {
    typename place_set::node_type removed;
    part& side = part_of(self.hash);
    const std::lock_guard lock(side.mutex);
    if (const auto found = side.places.find(self); found != side.places.end()) {
      removed = side.places.extract(found);
    }
  }

  // The high bits of a product: std::hash of a number is often the number.
  [[nodiscard]] static std::size_t number_of(std::size_t hash) noexcept {
    const std::uint64_t mixed = std::uint64_t{hash} * 0x9E37'79B9'7F4A'7C15U;
    return static_cast<std::size_t>(mixed >> (64U - part_bits));
  }
  [[nodiscard]] part& part_of(std::size_t hash) noexcept { return parts_[number_of(hash)]; }
  [[nodiscard]] const part& part_of(std::size_t hash) const noexcept { return parts_[number_of(hash)]; }

  std::array<part, part_count> parts_;
};

/// What an object does when its last owner goes: it leaves the table, if that is still there.
template <class Table, class T>
struct last_will {
  std::weak_ptr<Table> table;
  std::size_t hash;

  void carry_out(const T* object) const noexcept {
    if (const auto still_there = table.lock()) {
      still_there->remove(hash, object);
    }
  }
};

/// An object and its will, in the one allocation that a shared pointer to it makes.
template <class Table, class T>
struct weakly_held {
  template <class Maker, class Key>
  weakly_held(last_will<Table, T> its_will, Maker& make, const Key& key)
      : will(std::move(its_will)), object(std::invoke(make, key)) {}
  weakly_held(const weakly_held&) = delete;
  weakly_held& operator=(const weakly_held&) = delete;
  ~weakly_held() { will.carry_out(std::addressof(object)); }

  last_will<Table, T> will;
  T object;
};

template <class Table, class T>
struct weak_deleter {
  last_will<Table, T> will;

  void operator()(T* object) const noexcept {
    will.carry_out(object);
    delete object;
  }
};

}  // namespace patterns::caching::detail

export namespace patterns::caching {

/// What makes the object of a key: a T, or a std::unique_ptr to one, such as to a class derived from T.
///
/// Not a std::shared_ptr: the maker, or whoever gave it that, would be an owner the cache knows nothing of.
template <class Fn, class Key, class T>
concept object_maker =
    std::invocable<Fn&, const Key&> && (detail::made_in_place<std::invoke_result_t<Fn&, const Key&>, T> ||
                                        std::convertible_to<std::invoke_result_t<Fn&, const Key&>, std::unique_ptr<T>>);

/// Objects by key for as long as somebody owns them: who asks for one that is in use gets a share in it.
///
/// The cache owns nothing. With the last owner of an object its entry goes, at once and before the object is destroyed,
/// so that there is never an entry for what is gone. Who asks for the key of an object that is on its way out gets a
/// new one, and the old one does not take that along.
///
/// Of those who ask for a key at the same time one makes the object, outside any lock, and the others wait for it. A
/// maker that throws leaves nothing behind: its caller and those who wait get the exception. One that gives a null
/// pointer gives null to the same callers, and nothing is held. A maker, and the destructors of objects and keys, may
/// use the cache; a maker that could only go on after itself gets recursive_load_error instead of a deadlock.
///
/// The objects may outlive the cache.
///
/// @tparam Key  what objects are held under; see cache_key
/// @tparam T    what is held, const if it is to be shared unchanged; it may derive from std::enable_shared_from_this
///
/// Thread-safety: every member may be called at any time by any thread, and so may the last owner go. Hash is called
/// outside the lock, Equal under one of sixteen.
/// Complexity: O(1) on average beside the making. An object that is made in place costs one allocation, with its counts
/// and 24 bytes, and its entry one.
/// Exceptions: strong guarantee.
/// Source: row C10; Python's `weakref.WeakValueDictionary`.
template <std::copy_constructible Key, class T, class Hash = key_hash<Key>, class Equal = std::equal_to<>>
  requires cache_key<Key, Hash, Equal> && std::is_object_v<T> && (!std::is_array_v<T>)
class weak_cache {
 public:
  using key_type = Key;
  using mapped_type = T;
  using pointer = std::shared_ptr<T>;

  explicit weak_cache(Hash hash = Hash(), const Equal& equal = Equal())
      : hash_(std::move(hash)), table_(std::make_shared<table>(equal)) {}

  weak_cache(const weak_cache&) = delete;
  weak_cache& operator=(const weak_cache&) = delete;

  /// The object of `key`, or null if nobody owns one; waits for no maker.
  [[nodiscard]] pointer get(const Key& key) const { return table_->find(key, hash_of(key)); }

  /// The object of `key`, which is made by `make(key)` if nobody owns one.
  /// @throws recursive_load_error if the making waits for itself
  template <object_maker<Key, T> Maker>
  [[nodiscard]] pointer get_or_make(const Key& key, Maker&& make) {
    const auto hash = hash_of(key);
    auto [present, shared, leads] = table_->join(key, hash);
    if (present != nullptr) {
      return std::move(present);
    }
    if (leads) {
      return lead(key, hash, *shared, make);
    }
    if (!shared->wait()) {
      throw recursive_load_error("weak_cache", detail::shown_key(key));
    }
    return shared->result();
  }

  /// Whether get would find `key`.
  [[nodiscard]] bool contains(const Key& key) const { return table_->contains(key, hash_of(key)); }

  /// Forgets the object of `key`, or the one that is being made: its owners keep it, who asks next gets another. True
  /// if there was either.
  bool erase(const Key& key) { return table_->erase(key, hash_of(key)); }

  /// Forgets every object.
  void clear() { table_->clear(); }

  /// How many objects are held or being made. Others may come and go meanwhile.
  [[nodiscard]] std::size_t size() const { return table_->size(); }

  /// How many callers wait for the object of `key` that is being made, not counting the one who makes it.
  [[nodiscard]] std::size_t waiting(const Key& key) const { return table_->waiting(key, hash_of(key)); }

 private:
  using table = detail::weak_table<Key, T, Equal>;
  using last_will = detail::last_will<table, T>;

  [[nodiscard]] std::size_t hash_of(const Key& key) const { return static_cast<std::size_t>(hash_(key)); }

  template <class Maker>
  [[nodiscard]] pointer lead(const Key& key, std::size_t hash, typename table::flight_type& own, Maker& make) {
    try {
      pointer made = make_object(key, hash, make);
      table_->land(hash, own, made);
      own.land(made);
      return made;
    } catch (...) {
      table_->give_up(hash, own);
      own.crash(std::current_exception());
      throw;
    }
  }

  template <class Maker>
  [[nodiscard]] pointer make_object(const Key& key, std::size_t hash, Maker& make) const {
    using made_type = std::invoke_result_t<Maker&, const Key&>;
    using held = detail::weakly_held<table, T>;
    using deleter = detail::weak_deleter<table, T>;
    if constexpr (!detail::made_in_place<made_type, T>) {
      std::unique_ptr<T> made = std::invoke(make, key);
      return made == nullptr ? nullptr : pointer(made.release(), deleter{last_will{table_, hash}});
    } else if constexpr (detail::knows_its_owners<T>) {
      // Only a shared pointer that is made of one to the object tells the object of its owners.
      return pointer(new T(std::invoke(make, key)), deleter{last_will{table_, hash}});
    } else {
      const auto made = std::make_shared<held>(last_will{table_, hash}, make, key);
      return pointer(made, std::addressof(made->object));
    }
  }

  [[no_unique_address]] Hash hash_;
  std::shared_ptr<table> table_;
};

}  // namespace patterns::caching
