/// @file
/// B30 · dispatch_core: the overloads of a dispatcher, and the table that remembers which one takes which types.
export module patterns.typing:dispatch_core;

import std;

export namespace patterns::typing {

/// Thrown when a dispatcher cannot tell which overload to call; the message names the dispatcher and the types.
class dispatch_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// No overload takes arguments of these types.
class no_overload : public dispatch_error {
 public:
  using dispatch_error::dispatch_error;
};

/// Several overloads take them, and none of these is the most specific: the message names each.
class ambiguous_overload : public dispatch_error {
 public:
  using dispatch_error::dispatch_error;
};

}  // namespace patterns::typing

namespace patterns::typing::detail {

inline constexpr std::size_t most_dynamic_arguments = 3;

/// What a class that an overload asks for can be asked at run time, wherever its template was instantiated.
struct parameter {
  const std::type_info* type;
  std::string_view name;
  bool takes_all;                                  // it is the very class that the dispatcher declares
  const void* (*cast)(const void* declared);       // null if the object is none of it
  void (*raise)(const void* object);               // throws a pointer to it
  bool (*catches)(const parameter&, const void*);  // whether what that parameter throws is one of these
};

/// What is seen of an argument: its dynamic type, and which of its subobjects the reference denotes.
struct argument {
  const void* declared;
  const std::type_info* type;
  std::ptrdiff_t offset;
};

using arguments = std::array<argument, most_dynamic_arguments>;

/// What a call calls, without its types, and the word that goes with it.
struct callable {
  void (*call)() = nullptr;
  std::uintptr_t word = 0;
};

/// The state of an overload that has to be destroyed: by the last of the overload and the calls that use it.
///
/// Its memory serves again, and is given back only with the core: a call that comes too late may still look at it.
class overload_state {
 public:
  void fill(callable with_state, void (*destroy_with)(void*) noexcept) noexcept {
    called_ = with_state;
    destroy_ = destroy_with;
    users_.store(1, std::memory_order_release);
  }

  [[nodiscard]] inline bool try_pin() noexcept {
    auto users = users_.load(std::memory_order_relaxed);
    while (users != 0) {
      if (users_.compare_exchange_weak(users, users + 1, std::memory_order_acq_rel, std::memory_order_relaxed)) {
        return true;
      }
    }
    return false;
  }

  /// @return whether this was the last use, and the state is to be destroyed
  [[nodiscard]] inline bool unpin() noexcept { return users_.fetch_sub(1, std::memory_order_acq_rel) == 1; }

  void destroy() noexcept { destroy_(std::bit_cast<void*>(called_.word)); }

  /// The overload, its word the address of the state. Only for who has pinned it.
  [[nodiscard]] inline callable called() const noexcept { return called_; }

 private:
  std::atomic<std::size_t> users_{0};
  callable called_;
  void (*destroy_)(void*) noexcept = nullptr;
};

/// An overload. Where it has a state, what is called pins that first.
struct overload_record {
  std::array<const parameter*, most_dynamic_arguments> parameters{};
  callable called;
  overload_state* state = nullptr;
  std::uint64_t id = 0;
};

/// A combination of types, and what is called for it; empty while the first type is null.
struct alignas(64) slot {
  std::array<std::atomic<const std::type_info*>, most_dynamic_arguments> types{};
  std::array<std::atomic<std::uint64_t>, 2> places{};
  std::atomic<void (*)()> call{nullptr};
  std::atomic<std::uintptr_t> word{0};
  std::atomic<overload_state*> state{nullptr};
};

/// What tells one combination from another, and nothing else, so that it can stay in registers.
///
/// Two offsets share a number, which is exact as long as they are below 2 GiB: others are never remembered.
template <std::size_t Count>
struct key {
  std::array<const std::type_info*, Count> types;
  std::array<std::uint64_t, 2> places;

  [[nodiscard]] inline std::size_t hash() const noexcept {
    // Multilinear hashing: odd factors, and the upper bits of the sum (Dietzfelbinger and others, 1997).
    constexpr std::array<std::uint64_t, most_dynamic_arguments> factors{0x9e3779b97f4a7c15, 0xc2b2ae3d27d4eb4f,
                                                                        0x165667b19e3779f9};
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < Count; ++i) {
      sum += std::bit_cast<std::uintptr_t>(types[i]) * factors[i];
    }
    return static_cast<std::size_t>(sum >> 32);
  }

  [[nodiscard]] inline bool is_in(const slot& candidate) const noexcept {
    for (std::size_t i = 0; i < Count; ++i) {
      if (candidate.types[i].load(std::memory_order_acquire) != types[i]) {
        return false;
      }
    }
    return candidate.places[0].load(std::memory_order_acquire) == places[0] &&
           (Count < 3 || candidate.places[1].load(std::memory_order_acquire) == places[1]);
  }
};

template <std::size_t Count>
[[nodiscard]] inline key<Count> key_of(const arguments& given) noexcept {
  key<Count> result{};
  for (std::size_t i = 0; i < Count; ++i) {
    result.types[i] = given[i].type;
    result.places[i / 2] += static_cast<std::uint64_t>(given[i].offset) << (i % 2 * 32);
  }
  return result;
}

/// Slots, open-addressed, a power of two of them, most of them empty.
struct slot_table {
  explicit slot_table(std::size_t capacity) : mask(capacity - 1), slots(std::make_unique<slot[]>(capacity)) {}

  template <std::size_t Count>
  [[nodiscard]] inline const slot* find(key<Count> wanted) const noexcept {
    for (auto i = wanted.hash();; ++i) {
      const slot& candidate = slots[i & mask];
      if (wanted.is_in(candidate)) [[likely]] {
        return &candidate;
      }
      if (candidate.types[0].load(std::memory_order_acquire) == nullptr) {
        return nullptr;
      }
    }
  }

  std::size_t mask;
  std::unique_ptr<slot[]> slots;
};

/// A dispatcher without its types.
///
/// Calls take no lock. A slot is written once, its first type last; when overloads come or go all slots are emptied,
/// and then the version is raised: a call whose slot was emptied and filled again while it read sees another version.
class dispatch_core {
 public:
  dispatch_core(std::string name, std::size_t dynamic_arguments);
  dispatch_core(const dispatch_core&) = delete;
  dispatch_core& operator=(const dispatch_core&) = delete;
  ~dispatch_core();

  /// Adds an overload.
  std::uint64_t add(const overload_record& overload) { return add(overload, {}, nullptr); }

  /// Adds an overload with a state that `with_state` has for its word, and that is destroyed by `destroy`.
  /// @return its id; if an exception is thrown, the state is still the caller's
  std::uint64_t add(overload_record overload, callable with_state, void (*destroy)(void*) noexcept);

  void remove(std::uint64_t id) noexcept;
  void forget() noexcept;

  /// The overload to call, its state pinned.
  /// @throws no_overload, ambiguous_overload
  [[nodiscard]] overload_record resolve(const arguments& given);

  [[nodiscard]] bool accepts(const arguments& given);
  [[nodiscard]] std::vector<std::string> signatures() const;
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

  /// What is remembered for these types; `call` is null if nothing is, or it may be out of date.
  template <std::size_t Count>
  [[nodiscard]] inline callable find(key<Count> wanted) const noexcept {
    const auto version = version_.load(std::memory_order_acquire);
    const slot* const found = table_.load(std::memory_order_acquire)->find(wanted);
    if (found != nullptr) [[likely]] {
      const callable result{found->call.load(std::memory_order_acquire), found->word.load(std::memory_order_acquire)};
      if (version_.load(std::memory_order_relaxed) == version) [[likely]] {
        return result;
      }
    }
    return {};
  }

  /// The state of what is remembered, pinned; null if nothing is, or it has none, or it may be out of date.
  template <std::size_t Count>
  [[nodiscard]] overload_state* find_state(key<Count> wanted) noexcept {
    const auto version = version_.load(std::memory_order_acquire);
    const slot* const found = table_.load(std::memory_order_acquire)->find(wanted);
    overload_state* const state = found == nullptr ? nullptr : found->state.load(std::memory_order_acquire);
    if (state == nullptr || !state->try_pin()) {
      return nullptr;
    }
    // Only now: until it is pinned, the state may come to serve another overload.
    if (version_.load(std::memory_order_relaxed) != version) {
      unpin(state);
      return nullptr;
    }
    return state;
  }

  inline void unpin(overload_state* state) noexcept {
    if (state->unpin()) {
      reclaim(state);
    }
  }

 private:
  struct choice;

  void reclaim(overload_state* state) noexcept;
  [[nodiscard]] std::vector<choice> most_specific(const arguments& given);
  [[nodiscard]] bool at_least_as_specific(const choice& left, const choice& right);
  [[nodiscard]] std::string types_of(const arguments& given) const;
  [[nodiscard]] std::string signature_of(const overload_record& overload) const;
  void remember(const arguments& given, const overload_record& found);
  static bool insert(slot_table& table, const slot& entry) noexcept;
  [[nodiscard]] slot_table& roomy_table();
  void forget_all() noexcept;

  std::atomic<std::uint64_t> version_{0};
  std::atomic<slot_table*> table_{nullptr};
  std::string name_;
  std::size_t dynamic_arguments_;
  mutable std::mutex mutex_;
  // All below belong to the mutex. A table that was outgrown stays, for calls that still read it.
  std::vector<std::unique_ptr<slot_table>> tables_;
  std::size_t remembered_ = 0;
  std::vector<overload_record> overloads_;
  std::map<std::pair<const parameter*, const parameter*>, bool> derivations_;
  std::vector<std::unique_ptr<overload_state>> states_;
  std::vector<overload_state*> unused_states_;
  std::uint64_t last_id_ = 0;
};

}  // namespace patterns::typing::detail
