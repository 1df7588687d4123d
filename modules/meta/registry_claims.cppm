/// @file
/// A30 · registry_claims: who has registered under a key, who is being made from it, and when that may go.
export module patterns.meta:registry_claims;

import std;

namespace patterns::meta::detail {

/// What makes objects of one registered type; it may be code of a library that can be unloaded.
class maker_base {
 public:
  maker_base() = default;
  maker_base(const maker_base&) = delete;
  maker_base& operator=(const maker_base&) = delete;
  virtual ~maker_base() = default;
};

/// One registration. Its maker dies with it; its text is the registry's own.
struct claim {
  std::string type;
  std::unique_ptr<const maker_base> maker;
  /// Names it for good, which the address of its maker does not: that may be another's afterwards.
  std::uint64_t id = 0;
  /// Who is taking it back, if anybody is: a call of claim_book::remove, which waits for the users of the maker, or the
  /// book itself, for which the last user does it.
  const void* remover = nullptr;
};

/// The registrations under one key. Outlives them all, so that a reader may hold it while a library is unloaded.
class claims {
 public:
  /// What makes the objects: null if nothing does, the book's `ambiguous` if more than one would.
  [[nodiscard]] inline const maker_base* published() const noexcept {
    return published_.load(std::memory_order_acquire);
  }

 private:
  friend class claim_book;
  friend class maker_use;

  // Both are accessed with sequential consistency where it matters: a user counts itself and then looks whether the
  // maker is still there, a remover takes the maker away and then looks who has counted.
  std::atomic<const maker_base*> published_ = nullptr;
  mutable std::atomic<std::uint32_t> users_ = 0;
  // The threads that destroy makers which are no longer in the list.
  std::uint32_t dying_ = 0;
  std::list<claim> list_;
};

/// Keeps the claims of all keys of one registry, and publishes a maker for each key that has just one.
class claim_book {
 public:
  claim_book();
  claim_book(const claim_book&) = delete;
  claim_book& operator=(const claim_book&) = delete;

  [[nodiscard]] inline std::unique_lock<std::mutex> lock() const { return std::unique_lock(mutex_); }

  /// Whether somebody is registered under the key, or still being removed. Needs the lock.
  [[nodiscard]] static bool is_taken(const claims& key) noexcept;

  /// The types that are registered under the key: `circle`, or `circle and disc`. Needs the lock.
  [[nodiscard]] static std::string types_of(const claims& key);

  /// Registers `maker`. Needs the lock. Strong guarantee.
  /// @return the id of the claim
  std::uint64_t add(claims& key, std::string type, std::unique_ptr<const maker_base> maker);

  /// For remove: all claims that there are.
  static constexpr std::uint64_t every_claim = 0;

  /// Takes back the claim `id`; false if there was none that nobody else was taking back. When it returns what was
  /// meant is destroyed, whoever took it back, unless it was called by a factory of any registry, which waits for
  /// nothing, or by the destructor of one, which does not wait for other destructors.
  bool remove(claims& key, std::uint64_t id);

  /// How many keys something is published for.
  [[nodiscard]] inline std::size_t published_count() const noexcept { return count_.load(std::memory_order_relaxed); }

  /// Stands for a maker where there is more than one.
  [[nodiscard]] inline const maker_base* ambiguous() const noexcept { return &ambiguous_; }

 private:
  friend class maker_use;

  void left(claims& key);
  void publish(claims& key) noexcept;
  void destroy_claims_of(const void* remover, claims& key, std::unique_lock<std::mutex>& locked) noexcept;
  [[nodiscard]] std::list<claim> take_out(claims& key, const void* remover) noexcept;

  maker_base ambiguous_;
  std::uint64_t last_id_ = every_claim;
  std::atomic<std::size_t> count_ = 0;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
};

/// Says for as long as it lives that this thread is in a factory. Of which registry does not matter: one that waited
/// for another's might be what that one waits for.
class factory_call {
 public:
  factory_call() noexcept;
  factory_call(const factory_call&) = delete;
  factory_call& operator=(const factory_call&) = delete;
  ~factory_call();

  [[nodiscard]] static bool is_running() noexcept;
};

/// Keeps the maker of a key from being destroyed while it lives.
class maker_use {
 public:
  inline maker_use(claim_book& book, claims& key) noexcept : book_(book), key_(key) {
    if (key.published() != nullptr) {
      key.users_.fetch_add(1);
      counted_ = true;
      maker_ = key.published_.load();
    }
  }
  maker_use(const maker_use&) = delete;
  maker_use& operator=(const maker_use&) = delete;

  inline ~maker_use() {
    if (counted_) {
      key_.users_.fetch_sub(1);
      if (key_.published_.load() != maker_ || maker_ == nullptr) {
        book_.left(key_);
      }
    }
  }

  [[nodiscard]] inline const maker_base* maker() const noexcept { return maker_; }

 private:
  claim_book& book_;
  claims& key_;
  const maker_base* maker_ = nullptr;
  bool counted_ = false;
};

}  // namespace patterns::meta::detail
