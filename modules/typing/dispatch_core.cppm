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

/// The state of an overload that has to be destroyed: by the last of the overload and the calls that use it.
///
/// Its memory serves again, and is given back only with the core: a call that comes too late may still look at it.
class shared_state {
 public:
  void fill(void* object, void (*destroy)(void*) noexcept) noexcept {
    object_ = object;
    destroy_ = destroy;
    users_.store(1, std::memory_order_release);
  }

  [[nodiscard]] bool try_pin() noexcept;

  /// @return whether this was the last use, and the state is destroyed
  [[nodiscard]] bool unpin() noexcept;

 private:
  std::atomic<std::size_t> users_{0};
  void* object_ = nullptr;
  void (*destroy_)(void*) noexcept = nullptr;
};

/// What a call has to call. The word is the state of the overload where that fits, or its address.
struct target {
  void (*call)() = nullptr;
  std::uintptr_t word = 0;
  shared_state* state = nullptr;
};

struct overload_record {
  std::array<const parameter*, most_dynamic_arguments> parameters{};
  target called;
  std::uint64_t id = 0;
};

/// A combination of types, and what is called for it; empty while `call` is null.
struct alignas(64) slot {
  std::array<std::atomic<const std::type_info*>, most_dynamic_arguments> types{};
  std::array<std::atomic<std::int32_t>, most_dynamic_arguments> offsets{};
  std::atomic<void (*)()> call{nullptr};
  std::atomic<std::uintptr_t> word{0};
  std::atomic<shared_state*> state{nullptr};
};

template <std::size_t Count>
[[nodiscard]] inline std::size_t hash_of(const arguments& given) noexcept {
  // Multilinear hashing: odd factors, and the upper bits of the sum (Dietzfelbinger and others, 1997).
  constexpr std::array<std::uint64_t, most_dynamic_arguments> factors{0x9e3779b97f4a7c15, 0xc2b2ae3d27d4eb4f,
                                                                      0x165667b19e3779f9};
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < Count; ++i) {
    sum += std::bit_cast<std::uintptr_t>(given[i].type) * factors[i];
  }
  return static_cast<std::size_t>(sum >> 32);
}

/// Slots, open-addressed, a power of two of them, at least half of them empty.
struct slot_table {
  explicit slot_table(std::size_t capacity) : mask(capacity - 1), slots(std::make_unique<slot[]>(capacity)) {}

  std::size_t mask;
  std::unique_ptr<slot[]> slots;
};

/// A dispatcher without its types.
///
/// Calls take no lock. A slot is written once, its `call` last; when overloads come or go all slots are emptied, and
/// then the version is raised: a call whose slot was emptied and filled again while it read sees another version.
class dispatch_core {
 public:
  dispatch_core(std::string name, std::size_t dynamic_arguments);
  dispatch_core(const dispatch_core&) = delete;
  dispatch_core& operator=(const dispatch_core&) = delete;
  ~dispatch_core();

  /// Adds an overload. Where there is a `destroy`, the word is the address of its state.
  /// @return its id; if an exception is thrown, the state is still the caller's
  std::uint64_t add(overload_record overload, void (*destroy)(void*) noexcept);

  void remove(std::uint64_t id) noexcept;
  void forget() noexcept;

  /// What to call, its state pinned.
  /// @throws no_overload, ambiguous_overload
  [[nodiscard]] target resolve(const arguments& given);

  [[nodiscard]] bool accepts(const arguments& given);
  [[nodiscard]] std::vector<std::string> signatures() const;
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

  void unpin(shared_state* state) noexcept;

  /// What is remembered for these types, its state pinned; `call` is null if nothing is.
  template <std::size_t Count>
  [[nodiscard]] inline target find(const arguments& given) noexcept {
    const auto version = version_.load(std::memory_order_acquire);
    const slot_table& table = *table_.load(std::memory_order_acquire);
    for (auto i = hash_of<Count>(given);; ++i) {
      const slot& candidate = table.slots[i & table.mask];
      const target found{candidate.call.load(std::memory_order_acquire), candidate.word.load(std::memory_order_acquire),
                         candidate.state.load(std::memory_order_acquire)};
      if (found.call == nullptr) {
        return {};
      }
      if (!holds<Count>(candidate, given)) {
        continue;
      }
      if (found.state != nullptr && !found.state->try_pin()) [[unlikely]] {
        return {};
      }
      if (version_.load(std::memory_order_relaxed) != version) [[unlikely]] {
        return outdated(found);
      }
      return found;
    }
  }

 private:
  struct choice;

  template <std::size_t Count>
  [[nodiscard]] static inline bool holds(const slot& candidate, const arguments& given) noexcept {
    bool same = true;
    for (std::size_t i = 0; i < Count; ++i) {
      same &= candidate.types[i].load(std::memory_order_acquire) == given[i].type;
      same &= candidate.offsets[i].load(std::memory_order_acquire) == given[i].offset;
    }
    return same;
  }

  [[nodiscard]] target outdated(const target& found) noexcept;
  [[nodiscard]] std::vector<choice> most_specific(const arguments& given);
  [[nodiscard]] bool at_least_as_specific(const choice& left, const choice& right);
  [[nodiscard]] std::string types_of(const arguments& given) const;
  [[nodiscard]] std::string signature_of(const overload_record& overload) const;
  void remember(const arguments& given, const target& found);
  bool insert(slot_table& table, const slot& entry) const noexcept;
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
  std::vector<std::unique_ptr<shared_state>> states_;
  std::vector<shared_state*> unused_states_;
  std::uint64_t last_id_ = 0;
};

}  // namespace patterns::typing::detail
