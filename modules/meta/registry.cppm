/// @file
/// A30 · registry: makes objects of types that register themselves under a key.
export module patterns.meta:registry;

import std;
import :immortal;
import :published_table;
import :registry_claims;
import :registry_error;
import :registry_key;
import :type_name;

export namespace patterns::meta {

/// A type whose objects a registry of `Base` can make from `Args` and hand out as `std::unique_ptr<Base>`.
template <class Derived, class Base, class... Args>
concept registrable = std::derived_from<Derived, Base> && std::constructible_from<Derived, Args...> &&
                      (std::has_virtual_destructor_v<Base> || std::same_as<Derived, Base>);

/// A function that makes objects for a registry of `Base` from `Args`; several threads may call it at once. It gives a
/// `std::unique_ptr<Base>`; one to a class derived from it only if Base has a virtual destructor.
template <class Factory, class Base, class... Args>
concept registry_factory =
    std::move_constructible<Factory> && std::is_invocable_r_v<std::unique_ptr<Base>, const Factory&, Args...> &&
    (std::has_virtual_destructor_v<Base> ||
     std::same_as<std::remove_cvref_t<std::invoke_result_t<const Factory&, Args...>>, std::unique_ptr<Base>>);

}  // namespace patterns::meta

namespace patterns::meta::detail {

template <class Base, class... Args>
class maker : public maker_base {
 public:
  [[nodiscard]] virtual std::unique_ptr<Base> make(Args... args) const = 0;
};

template <class Derived, class Base, class... Args>
class type_maker final : public maker<Base, Args...> {
 public:
  [[nodiscard]] std::unique_ptr<Base> make(Args... args) const override {
    return std::make_unique<Derived>(std::forward<Args>(args)...);
  }
};

/// A pointer to a function or to a member, or a wrapper that may hold no function.
template <class Factory>
concept nullable_factory = std::constructible_from<Factory, std::nullptr_t> && requires(const Factory& factory) {
  { factory == nullptr } -> std::convertible_to<bool>;
};

template <class Factory, class Base, class... Args>
class function_maker final : public maker<Base, Args...> {
 public:
  explicit function_maker(Factory&& factory) : factory_(std::move(factory)) {}

  [[nodiscard]] std::unique_ptr<Base> make(Args... args) const override {
    return std::invoke(factory_, std::forward<Args>(args)...);
  }

 private:
  Factory factory_;
};

template <class Derived, class Registry>
class enrolment;

}  // namespace patterns::meta::detail

export namespace patterns::meta {

/// Makes objects by key: `registry<shape>::global().create("circle")`.
///
/// Types come in by themselves (see registered), into the registry that the whole program shares, or by add, into that
/// one or into one of your own. `global()` may be used before main, from any static initializer, and until the last
/// destructor has run: it is made on first use and never destroyed.
///
/// @tparam Base  what is made; a virtual destructor is needed unless only Base itself is registered
/// @tparam Key   see registry_key; a string is looked up by string_view, without an allocation
/// @tparam Args  what every object is constructed from
///
/// What two types register for themselves under one key is ambiguous, whichever came first: the key is known, create
/// throws and names both, and check tells at once. It is resolved when one of them is unloaded.
///
/// Unloading: a registration goes with the library that made it. When erase returns, or the unloading has run the
/// library's destructors, nobody is in the factory or will enter it, and it is destroyed; they wait for creations under
/// way, and for others who erase it. Keys and the names of types are the registry's own. An object that was made is
/// yours: it must be gone before its code is. A factory must not load, unload or look up symbols: the loader does one
/// thing at a time.
///
/// Complexity: a look-up is O(1) on average and takes no lock; keys is O(n log n) and takes none; add and erase lock.
/// A key that was once registered keeps its memory until the registry is destroyed, so that no reader is ever waited
/// for; registering it again takes no more.
/// Thread-safety: every member, from any thread; only the destructor must come last. A factory may use any registry,
/// and erase too, its own key included: that does not wait, and the factory goes when its last call is over. So may the
/// destructor of a factory, which waits for creations only.
/// Exceptions: strong guarantee. Source: row A30; Python's `__init_subclass__`.
template <class Base, registry_key Key = std::string, class... Args>
class registry {
 public:
  using base_type = Base;
  using key_type = Key;
  /// What a look-up takes: std::string_view where the key is std::string, else `const Key&`.
  using query_type = detail::key_query_t<Key>;

  class entry;

  registry() = default;
  registry(const registry&) = delete;
  registry& operator=(const registry&) = delete;

  /// The one that types register themselves with.
  [[nodiscard]] static registry& global() {
    static detail::immortal<registry> instance;
    return instance.get();
  }

  /// Registers `Derived` under `key`.
  /// @throws registry_error if the key is empty, or taken
  template <registrable<Base, Args...> Derived>
  void add(Key key) {
    claim_alone(std::move(key), type_name<Derived>, std::make_unique<detail::type_maker<Derived, Base, Args...>>());
  }

  /// Registers `factory` under `key`.
  /// @throws registry_error if the key is empty, or taken
  /// @throws std::invalid_argument if the factory is a null pointer or an empty std::function
  template <registry_factory<Base, Args...> Factory>
  void add(Key key, Factory factory) {
    if constexpr (detail::nullable_factory<Factory>) {
      if (factory == nullptr) {
        throw std::invalid_argument(std::format("registry of {}: the factory for {} is null", unqualified_name<Base>,
                                                detail::key_text<Key>(key)));
      }
    }
    claim_alone(std::move(key), "a function",
                std::make_unique<detail::function_maker<Factory, Base, Args...>>(std::move(factory)));
  }

  /// Takes back what is registered under `key`, however it came there; false if there was nothing. What somebody else
  /// is taking back at that moment is nothing, but gone when this returns.
  bool erase(query_type key) {
    auto* const found = find_entry(key);
    return found != nullptr && book_.remove(found->claims_, detail::claim_book::every_claim);
  }

  /// A new object of what is registered under `key`.
  /// @throws registry_error if there is nothing, or more than one type; whatever the factory throws
  [[nodiscard]] std::unique_ptr<Base> create(query_type key, Args... args) const {
    auto* const found = find_entry(key);
    if (found == nullptr) {
      refuse_unknown(key);
    }
    return found->create(std::forward<Args>(args)...);
  }

  /// What is registered under `key`, or null. The entry lives as long as the registry, even when what is registered
  /// goes: then its create throws.
  [[nodiscard]] const entry* find(query_type key) const {
    const auto* const found = find_entry(key);
    return found != nullptr && found->available() ? found : nullptr;
  }

  [[nodiscard]] bool contains(query_type key) const { return find(key) != nullptr; }

  /// The keys that something is registered under, in ascending order. What comes or goes meanwhile may be in it or not.
  [[nodiscard]] std::vector<Key> keys() const {
    std::vector<Key> copies;
    for (const auto* each : sorted_entries()) {
      copies.push_back(each->key());
    }
    return copies;
  }

  [[nodiscard]] std::size_t size() const noexcept { return book_.published_count(); }
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }

  /// Throws if types registered themselves under one key; a program may call it first thing in main, and after it has
  /// loaded a library.
  /// @throws registry_error naming the first such key and its types
  void check() const {
    for (const auto* each : sorted_entries()) {
      if (each->claims_.published() == book_.ambiguous()) {
        refuse_ambiguous(*each);
      }
    }
  }

 private:
  template <class, class>
  friend class detail::enrolment;

  [[nodiscard]] entry* find_entry(query_type key) const {
    return table_.find(detail::hash_key<Key>(key),
                       [&key](const entry& each) { return detail::same_key<Key>(each.key_, key); });
  }

  /// Needs the book's lock.
  [[nodiscard]] entry& entry_of(Key key) {
    auto* const found = find_entry(key);
    return found != nullptr ? *found : table_.insert(std::make_unique<entry>(*this, std::move(key)));
  }

  void claim_alone(Key key, std::string_view type, std::unique_ptr<const detail::maker_base> maker) {
    if (detail::is_empty_key<Key>(key)) {
      refuse(registry_fault::empty_key, "the key is empty");
    }
    auto locked = book_.lock();
    auto& place = entry_of(std::move(key));
    if (detail::claim_book::is_taken(place.claims_)) {
      const auto problem = std::format("{} is taken by {}, so {} cannot have it", place.text(),
                                       detail::claim_book::types_of(place.claims_), type);
      locked.unlock();
      refuse(registry_fault::duplicate_key, problem);
    }
    book_.add(place.claims_, std::string(type), std::move(maker));
  }

  [[nodiscard]] std::vector<const entry*> sorted_entries() const {
    std::vector<const entry*> found;
    table_.for_each([&found](const entry& each) {
      if (each.available()) {
        found.push_back(&each);
      }
    });
    std::ranges::sort(found, std::ranges::less(), [](const entry* each) -> const Key& { return each->key(); });
    return found;
  }

  [[noreturn]] void refuse_unknown(query_type key) const {
    if (detail::is_empty_key<Key>(key)) {
      refuse(registry_fault::empty_key, "the key is empty");
    }
    refuse(registry_fault::unknown_key, std::format("there is no {}", detail::key_text<Key>(key)));
  }

  [[noreturn]] void refuse_ambiguous(const entry& place) const {
    auto locked = book_.lock();
    const auto problem =
        std::format("{} is registered by {}", place.text(), detail::claim_book::types_of(place.claims_));
    locked.unlock();
    refuse(registry_fault::duplicate_key, problem);
  }

  [[noreturn]] void refuse(registry_fault fault, std::string_view problem) const {
    const auto known = sorted_entries();
    std::vector<std::string> listed;
    // Not piped: Clang 22 does not find the operator for an importer (llvm/llvm-project#218228).
    for (const auto* each : std::views::take(known, detail::most_listed_keys)) {
      listed.push_back(each->text());
    }
    detail::throw_registry_error(fault, unqualified_name<Base>, problem, listed, known.size());
  }

  mutable detail::claim_book book_;
  detail::published_table<entry> table_;
};

/// What is registered under one key, to be made again and again without a look-up.
///
/// Complexity: O(1) beside the factory. Thread-safety: every member, from any thread, even while it is unloaded.
template <class Base, registry_key Key, class... Args>
class alignas(64) registry<Base, Key, Args...>::entry {  // so that key and claims begin one cache line
 public:
  /// For the registry's own use.
  entry(registry& home, Key key) : key_(std::move(key)), hash_(detail::hash_key<Key>(key_)), home_(home) {}
  entry(const entry&) = delete;
  entry& operator=(const entry&) = delete;

  [[nodiscard]] const Key& key() const noexcept { return key_; }

  /// Whether something is registered at this moment.
  [[nodiscard]] bool available() const noexcept { return claims_.published() != nullptr; }

  /// A new object.
  /// @throws registry_error if nothing is registered any more, or more than one type; whatever the factory throws
  [[nodiscard]] std::unique_ptr<Base> create(Args... args) const {
    const detail::maker_use use(home_.book_, claims_);
    if (use.maker() == nullptr) {
      home_.refuse_unknown(key_);
    }
    if (use.maker() == home_.book_.ambiguous()) {
      home_.refuse_ambiguous(*this);
    }
    const detail::factory_call running;
    return static_cast<const detail::maker<Base, Args...>&>(*use.maker()).make(std::forward<Args>(args)...);
  }

 private:
  friend class registry;
  friend class detail::published_table<entry>;
  template <class, class>
  friend class detail::enrolment;

  [[nodiscard]] std::uint64_t hash() const noexcept { return hash_; }
  [[nodiscard]] std::string text() const { return detail::key_text<Key>(key_); }

  Key key_;
  mutable detail::claims claims_;
  std::uint64_t hash_;
  registry& home_;
};

}  // namespace patterns::meta

namespace patterns::meta::detail {

/// The registration of `Derived` for as long as this object lives. A key that is taken is no error here: it may be made
/// before main, where nobody could catch one.
template <class Derived, class Base, class Key, class... Args>
class enrolment<Derived, registry<Base, Key, Args...>> {
 public:
  enrolment(registry<Base, Key, Args...>& home, Key key) {
    static_assert(registrable<Derived, Base, Args...>, "registered: the class must be registrable<Base, Args...>");
    auto made = std::make_unique<type_maker<Derived, Base, Args...>>();
    const auto locked = home.book_.lock();
    entry_ = &home.entry_of(std::move(key));
    claim_ = home.book_.add(entry_->claims_, std::string(type_name<Derived>), std::move(made));
  }
  enrolment(const enrolment&) = delete;
  enrolment& operator=(const enrolment&) = delete;
  ~enrolment() { (void)entry_->home_.book_.remove(entry_->claims_, claim_); }

 private:
  typename registry<Base, Key, Args...>::entry* entry_;
  std::uint64_t claim_;
};

}  // namespace patterns::meta::detail
