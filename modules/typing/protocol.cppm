/// @file
/// A20 · protocol: any value that offers the operations asked for, as one value type and without inheritance.
export module patterns.typing:protocol;

import std;
import :operation;

export namespace patterns::typing {

/// A type that can greet: the example of a structural protocol, met by whatever has the member, derived from nothing.
template <class T>
concept greeter = requires(const T& value) {
  { value.greet() } -> std::convertible_to<std::string>;
};

}  // namespace patterns::typing

namespace patterns::typing::detail {

// A reference_wrapper stands for what it refers to.
template <class T>
struct unwrapped {
  using type = T;
};

template <class T>
struct unwrapped<std::reference_wrapper<T>> {
  using type = T;
};

template <class T>
[[nodiscard]] constexpr T& unwrap(T& value) noexcept {
  return value;
}

template <class T>
[[nodiscard]] constexpr T& unwrap(std::reference_wrapper<T>& reference) noexcept {
  return reference.get();
}

struct storage {
  alignas(void*) std::array<std::byte, 4 * sizeof(void*)> bytes;
};

template <class T>
inline constexpr bool fits_inline =
    sizeof(T) <= sizeof(storage) && alignof(T) <= alignof(storage) && std::is_nothrow_move_constructible_v<T>;

// How a T lives in a storage: in its bytes, or behind a pointer in them.
template <class T>
struct holder {
  using target = typename unwrapped<T>::type;
  static constexpr bool is_inline = fits_inline<T>;
  using slot = std::conditional_t<is_inline, T, T*>;

  static constexpr bool moves_as_bytes = std::is_trivially_copyable_v<slot>;
  static constexpr bool copies_as_bytes = is_inline && std::is_trivially_copyable_v<T>;
  static constexpr bool needs_no_destruction = is_inline && std::is_trivially_destructible_v<T>;

  [[nodiscard]] static T& object(const void* bytes) noexcept {
    slot& held = *std::launder(static_cast<slot*>(const_cast<void*>(bytes)));
    if constexpr (is_inline) {
      return held;
    } else {
      return *held;
    }
  }

  [[nodiscard]] static target& get(const void* bytes) noexcept { return unwrap(object(bytes)); }

  template <class... Args>
  static T& construct(void* bytes, Args&&... args) {
    if constexpr (is_inline) {
      return *::new (bytes) T(std::forward<Args>(args)...);
    } else {
      return **::new (bytes) T*(new T(std::forward<Args>(args)...));
    }
  }

  static void copy(const void* from, void* to) { construct(to, std::as_const(object(from))); }

  static void relocate(void* from, void* to) noexcept {
    construct(to, std::move(object(from)));
    destroy(from);
  }

  static void destroy(void* bytes) noexcept {
    if constexpr (is_inline) {
      std::destroy_at(&object(bytes));
    } else {
      delete &object(bytes);
    }
  }
};

// What a protocol knows of the value it holds. A null function stands for the bytes of the storage copied as they are,
// or for nothing to destroy.
struct lifetime {
  bool holds_value = false;
  void (*relocate)(void* from, void* to) noexcept = nullptr;
  void (*destroy)(void* bytes) noexcept = nullptr;
  void (*copy)(const void* from, void* to) = nullptr;
};

template <class Operation>
struct entry {
  typename signature<Operation>::thunk* call;
};

template <class... Operations>
struct table : lifetime, entry<Operations>... {};

template <class T, bool Copyable>
[[nodiscard]] constexpr lifetime lifetime_of() noexcept {
  using held = holder<T>;
  lifetime result{.holds_value = true};
  if constexpr (!held::moves_as_bytes) {
    result.relocate = held::relocate;
  }
  if constexpr (!held::needs_no_destruction) {
    result.destroy = held::destroy;
  }
  if constexpr (Copyable && !held::copies_as_bytes) {
    result.copy = held::copy;
  }
  return result;
}

template <class T, bool Copyable, class... Operations>
inline constexpr table<Operations...> table_of{lifetime_of<T, Copyable>(),
                                               {&signature<Operations>::template call<Operations, holder<T>>}...};

template <class... Operations>
inline constexpr table<Operations...> empty_table{lifetime{},
                                                  {&signature<Operations>::template call_without_value<Operations>}...};

}  // namespace patterns::typing::detail

export namespace patterns::typing {

/// Values of the protocol can be copied; so must be the types it holds.
struct copyable {};

/// Values of the protocol can only be moved; it holds types that cannot be copied, too.
struct move_only {};

}  // namespace patterns::typing

namespace patterns::typing::detail {

template <class T, class... Operations>
struct first_missing : std::type_identity<void> {};

template <class T, class First, class... Rest>
struct first_missing<T, First, Rest...>
    : std::conditional_t<implements<T, First>, first_missing<T, Rest...>, std::type_identity<First>> {};

// Named so that the compiler's message reads: which operation is missing.
template <class Operation>
concept no_missing_operation = std::is_void_v<Operation>;

template <class T, class Ownership>
concept owned_as = std::same_as<Ownership, move_only> || std::copy_constructible<T>;

}  // namespace patterns::typing::detail

export namespace patterns::typing {

/// A value of any type that implements the operations.
///
/// Derive from it to give the operations their names:
/// @code
/// struct greeting {
///   using signature = std::string() const;
///   std::string operator()(const greeter auto& value) const { return value.greet(); }
/// };
/// class any_greeter : public protocol<copyable, greeting> {
///  public:
///   using protocol::protocol;
///   std::string greet() const { return call<greeting>(); }
/// };
/// @endcode
/// It holds a value of its own; from `std::ref(x)` it refers to x, which must then outlive it.
///
/// @tparam Ownership   copyable or move_only
/// @tparam Operations  what can be called; see operation
///
/// Complexity: a call is one indirect call. A value for which `stores_inline` holds lives inside, others are allocated
/// with their own operator new; a move never allocates.
/// Thread-safety: as the value inside: concurrent const operations if it allows them, or one writer.
/// Exceptions: strong guarantee; moves do not throw. Without a value (default-constructed, moved from, reset) a call
/// throws bad_protocol_access; a noexcept operation then ends the program, as noexcept demands.
/// Source: row A20; PEP 544; Parent, Inheritance Is The Base Class of Evil, 2013.
template <class Ownership, operation... Operations>
  requires std::same_as<Ownership, copyable> || std::same_as<Ownership, move_only>
class protocol {
  static constexpr bool is_copyable = std::same_as<Ownership, copyable>;

  template <class T>
  using missing_operation = typename detail::first_missing<typename detail::unwrapped<T>::type, Operations...>::type;

 public:
  /// Whether a T lives inside the protocol, without an allocation: up to four pointers in size, aligned as a pointer
  /// at most, and moved without exceptions.
  template <class T>
  static constexpr bool stores_inline = detail::fits_inline<T>;

  /// Holds nothing.
  protocol() noexcept {}

  /// Holds `value`.
  template <class T>
    requires(!std::derived_from<std::remove_cvref_t<T>, protocol>) && std::constructible_from<std::decay_t<T>, T> &&
            detail::owned_as<std::decay_t<T>, Ownership> &&
            detail::no_missing_operation<missing_operation<std::decay_t<T>>>
  protocol(T&& value) noexcept(stores_inline<std::decay_t<T>> && std::is_nothrow_constructible_v<std::decay_t<T>, T>)
      : protocol(std::in_place_type<std::decay_t<T>>, std::forward<T>(value)) {}

  /// Holds a T made in place from `args`; T need not be movable.
  template <class T, class... Args>
    requires std::constructible_from<T, Args...> && detail::owned_as<T, Ownership> &&
             detail::no_missing_operation<missing_operation<T>>
  explicit protocol(std::in_place_type_t<T>,
                    Args&&... args) noexcept(stores_inline<T> && std::is_nothrow_constructible_v<T, Args...>) {
    detail::holder<T>::construct(&storage_, std::forward<Args>(args)...);
    table_ = &detail::table_of<T, is_copyable, Operations...>;
  }

  protocol(const protocol& other)
    requires is_copyable
  {
    if (other.table_->copy != nullptr) {
      other.table_->copy(&other.storage_, &storage_);
    } else {
      storage_ = other.storage_;
    }
    table_ = other.table_;
  }

  /// Leaves `other` empty.
  protocol(protocol&& other) noexcept { take(other); }

  protocol& operator=(const protocol& other)
    requires is_copyable
  {
    if (this != &other) {
      *this = protocol(other);
    }
    return *this;
  }

  protocol& operator=(protocol&& other) noexcept {
    if (this != &other) {
      reset();
      take(other);
    }
    return *this;
  }

  ~protocol() { reset(); }

  /// Replaces the value by a T made from `args`, and returns it.
  template <class T, class... Args>
    requires std::constructible_from<protocol, std::in_place_type_t<T>, Args...>
  T& emplace(Args&&... args) {
    *this = protocol(std::in_place_type<T>, std::forward<Args>(args)...);
    return detail::holder<T>::object(&storage_);
  }

  /// Destroys the value, if any.
  void reset() noexcept {
    const auto destroy = std::exchange(table_, &nothing)->destroy;
    if (destroy != nullptr) {
      destroy(&storage_);
    }
  }

  [[nodiscard]] bool has_value() const noexcept { return table_->holds_value; }
  [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }

  /// Calls an operation that does not change the value.
  /// @throws bad_protocol_access without a value
  template <class Operation, class... Args>
    requires(std::same_as<Operation, Operations> || ...) && const_operation<Operation> &&
            (detail::signature<Operation>::template takes<Args...>)
  typename detail::signature<Operation>::result call(Args&&... args) const
      noexcept(detail::signature<Operation>::template is_nothrow_with<Args...>) {
    return entry_of<Operation>()(&storage_, std::forward<Args>(args)...);
  }

  /// Calls an operation that may change the value.
  /// @throws bad_protocol_access without a value
  template <class Operation, class... Args>
    requires(std::same_as<Operation, Operations> || ...) && (!const_operation<Operation>) &&
            (detail::signature<Operation>::template takes<Args...>)
  typename detail::signature<Operation>::result
      call(Args&&... args) noexcept(detail::signature<Operation>::template is_nothrow_with<Args...>) {
    return entry_of<Operation>()(&storage_, std::forward<Args>(args)...);
  }

 private:
  template <class Operation>
  [[nodiscard]] auto entry_of() const noexcept {
    return static_cast<const detail::entry<Operation>*>(table_)->call;
  }

  void take(protocol& other) noexcept {
    if (other.table_->relocate != nullptr) {
      other.table_->relocate(&other.storage_, &storage_);
    } else {
      storage_ = other.storage_;
    }
    table_ = std::exchange(other.table_, &nothing);
  }

  static constexpr const auto& nothing = detail::empty_table<Operations...>;

  detail::storage storage_;
  const detail::table<Operations...>* table_ = &nothing;
};

}  // namespace patterns::typing
