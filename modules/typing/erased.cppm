/// @file
/// A18 · erased: any value that offers what an interface names, as one value type and without inheritance.
export module patterns.typing:erased;

import std;
import :erased_table;
import :instance;
import :interface;
import :operation;
import :storage;
import :type_list;

export namespace patterns::typing {

template <erased_interface Interface>
class erased;

}  // namespace patterns::typing

namespace patterns::typing::detail {

template <class Interface>
void base_of_erased(const erased<Interface>&);

template <class T, class Interface>
concept owned_as = !is_copyable<Interface> || is_reference<T> || std::copy_constructible<T>;

template <class T, class Interface, class Parts>
inline constexpr bool is_enabled = false;

template <class T, class Interface, class... Parts>
inline constexpr bool is_enabled<T, Interface, type_list<Parts...>> =
    enable_protocol<T, Interface> && (enable_protocol<T, Parts> && ...);

// What a T is when it is called: of a reference_wrapper, what it refers to.
template <class T>
using called = std::remove_const_t<typename unwrapped<T>::type>;

// A struct of its own, so that compilers quote no more than this of it.
template <class T, class Interface>
struct missing_operation : first_missing<typename unwrapped<T>::type, every_operation<Interface>> {};

// Opted out of the interface or of a part of it by enable_protocol.
template <class T, class Interface>
concept not_opted_out = is_enabled<called<T>, Interface, every_part<Interface>>;

}  // namespace patterns::typing::detail

export namespace patterns::typing {

/// A type-erased value: an erased, or a class derived from one.
template <class T>
concept erased_value = requires(const T& value) {
  typename T::interface_type;
  detail::base_of_erased<typename T::interface_type>(value);
};

/// What can be asked of the value in an erased: its interface, a part of it, or one of its queries.
template <class P, class Interface>
concept answered_by = erased_interface<Interface> &&
                      (detail::covers_at_once<Interface, P> || detail::is_listed<P, detail::every_query<Interface>>);

}  // namespace patterns::typing

namespace patterns::typing::detail {

// An erased value of this interface, or of one that has all that this one needs.
template <class T, class Interface>
concept offers_its_value = erased_value<T> && covers<typename T::interface_type, Interface>;

// It can be given away, or copied.
template <class T, class Value = std::remove_cvref_t<T>>
concept gives_its_value = std::same_as<T, Value> || is_copyable<typename Value::interface_type>;

}  // namespace patterns::typing::detail

export namespace patterns::typing {

/// A value of any type that implements the operations of an interface.
///
/// Derive from it to give the operations their names:
///
///     struct greeting {
///       using signature = std::string() const;
///       std::string operator()(const greeter auto& value) const { return value.greet(); }
///     };
///     struct greeter_interface {
///       using operations = type_list<greeting>;
///     };
///     class any_greeter : public erased<greeter_interface> {
///      public:
///       using erased::erased;
///       std::string greet() const { return call<greeting>(); }
///     };
///
/// It holds a value of its own; from `std::ref(x)` it refers to x, which must then outlive it.
///
/// It converts to an erased value of fewer operations by giving it the value inside, as it is: nothing is wrapped
/// around it, and a value that was allocated changes hands when it is moved. For a part of the interface that is one
/// load. For any other interface the first conversion of each type inside makes a table, which stays, and later ones
/// look for it among those of the types converted so far; name it as a part where that counts.
///
/// A type that lacks an operation is refused, and compilers name the operation. GCC does so only where the value is
/// initialized directly, `any_greeter guest(person{})`; of a copy-initialization it says that there is no conversion.
///
/// @tparam Interface  see erased_interface
///
/// Complexity: a call is one indirect call. A value for which `stores_inline` holds lives inside, others are allocated
/// with their own operator new; a move never allocates.
/// Thread-safety: as the value inside: concurrent const operations if it allows them, or one writer. Conversions may
/// run at once. Exceptions: strong guarantee; moves do not throw. Without a value (default-constructed, moved from,
/// reset) a call throws bad_protocol_access; a noexcept operation then ends the program, as noexcept demands. Source:
/// row A18; Parent, Inheritance Is The Base Class of Evil, 2013; P3086 (facades).
template <erased_interface Interface>
class erased {
  static constexpr bool is_copyable = detail::is_copyable<Interface>;

 public:
  using interface_type = Interface;

  /// Whether a T lives inside, without an allocation: up to four pointers in size, aligned as a pointer at most, and
  /// moved without exceptions.
  template <class T>
  static constexpr bool stores_inline = detail::fits_inline<T>;

  /// Holds nothing.
  erased() noexcept {}

  /// Holds `value`.
  template <class T>
    requires(!detail::offers_its_value<std::remove_cvref_t<T>, Interface>) && detail::made_of<std::decay_t<T>, T> &&
            detail::owned_as<std::decay_t<T>, Interface> &&
            detail::no_missing_operation<typename detail::missing_operation<std::decay_t<T>, Interface>::type> &&
            detail::not_opted_out<std::decay_t<T>, Interface>
  erased(T&& value) noexcept(stores_inline<std::decay_t<T>> && detail::nothrow_made_of<std::decay_t<T>, T>)
      : erased(std::in_place_type<std::decay_t<T>>, std::forward<T>(value)) {}

  /// Holds a T made in place from `args`; T need not be movable.
  template <class T, class... Args>
    requires std::same_as<T, std::decay_t<T>> && detail::made_of<T, Args...> && detail::owned_as<T, Interface> &&
             detail::no_missing_operation<typename detail::missing_operation<T, Interface>::type> &&
             detail::not_opted_out<T, Interface>
  explicit erased(std::in_place_type_t<T>,
                  Args&&... args) noexcept(stores_inline<T> && detail::nothrow_made_of<T, Args...>) {
    detail::holder<T>::construct(&storage_, std::forward<Args>(args)...);
    table_ = &detail::tables<Interface>::template of<T>;
  }

  /// Holds the value inside `other`, a copy of it or, of an rvalue, the value itself: `other` is empty then.
  template <class T>
    requires(!std::derived_from<std::remove_cvref_t<T>, erased>) &&
            detail::offers_its_value<std::remove_cvref_t<T>, Interface> && detail::gives_its_value<T>
  erased(T&& other) noexcept(std::same_as<T, std::remove_cvref_t<T>> &&
                             detail::covers_at_once<typename std::remove_cvref_t<T>::interface_type, Interface>) {
    using stronger = typename std::remove_cvref_t<T>::interface_type;
    const auto* const weaker =
        detail::tables<Interface>::template weaker_than<stronger>(*other.erased<stronger>::table_);
    if constexpr (std::same_as<T, std::remove_cvref_t<T>>) {
      take<stronger>(other);
    } else {
      copy<stronger>(other);
    }
    table_ = weaker;
  }

  erased(const erased& other)
    requires is_copyable
  {
    copy<Interface>(other);
    table_ = other.table_;
  }

  /// Leaves `other` empty.
  erased(erased&& other) noexcept {
    table_ = other.table_;
    take<Interface>(other);
  }

  erased& operator=(const erased& other)
    requires is_copyable
  {
    if (this != &other) {
      *this = erased(other);
    }
    return *this;
  }

  erased& operator=(erased&& other) noexcept {
    if (this != &other) {
      erased taken(std::move(other));  // first: `other` may live inside the value that goes
      reset();
      table_ = taken.table_;
      take<Interface>(taken);
    }
    return *this;
  }

  ~erased() {
    if (table_->destroy != nullptr) {
      table_->destroy(&storage_);
    }
  }

  /// Replaces the value by a T made from `args`, and returns it.
  template <class T, class... Args>
    requires std::constructible_from<erased, std::in_place_type_t<T>, Args...>
  T& emplace(Args&&... args) {
    *this = erased(std::in_place_type<T>, std::forward<Args>(args)...);
    return detail::holder<T>::object(&storage_);
  }

  /// Destroys the value, if any.
  void reset() noexcept {
    const auto destroy = std::exchange(table_, &nothing)->destroy;
    if (destroy != nullptr) {
      destroy(&storage_);
    }
  }

  [[nodiscard]] bool has_value() const noexcept { return table_->type != nullptr; }
  [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }

  /// The type of the value, or of what it refers to; `typeid(void)` without a value.
  [[nodiscard]] const std::type_info& type() const noexcept { return has_value() ? *table_->type : typeid(void); }

  /// The value, or what it refers to, if that is a T and not const; else null.
  template <class T>
    requires std::same_as<T, std::remove_cvref_t<T>>
  [[nodiscard]] T* target() noexcept {
    return table_->bound == detail::binding::referred_as_const
               ? nullptr
               : const_cast<T*>(std::as_const(*this).template target<T>());
  }

  /// The value, or what it refers to, if that is a T; else null.
  template <class T>
    requires std::same_as<T, std::remove_cvref_t<T>>
  [[nodiscard]] const T* target() const noexcept {
    if (!has_value() || *table_->type != typeid(T)) {
      return nullptr;
    }
    switch (table_->bound) {
      case detail::binding::referred:
        return std::addressof(detail::holder<std::reference_wrapper<T>>::get(&storage_));
      case detail::binding::referred_as_const:
        return std::addressof(detail::holder<std::reference_wrapper<const T>>::get(&storage_));
      default:
        return std::addressof(detail::holder<T>::object(&storage_));
    }
  }

  /// Whether there is a value, and it counts as P. The answer is the one that enable_protocol gives for its type.
  template <class P>
    requires answered_by<P, Interface>
  [[nodiscard]] bool satisfies() const noexcept {
    if constexpr (detail::covers_at_once<Interface, P>) {
      return has_value();
    } else {
      return static_cast<const detail::answer<P>*>(table_)->holds;
    }
  }

  /// Calls an operation that does not change the value.
  /// @throws bad_protocol_access without a value
  template <class Operation, class... Args>
    requires detail::is_listed<Operation, detail::every_operation<Interface>> && const_operation<Operation> &&
             (detail::signature<Operation>::template takes<Args...>)
  typename detail::signature<Operation>::result call(Args&&... args) const
      noexcept(detail::signature<Operation>::template is_nothrow_with<Args...>) {
    return entry_of<Operation>()(&storage_, std::forward<Args>(args)...);
  }

  /// Calls an operation that may change the value.
  /// @throws bad_protocol_access without a value
  template <class Operation, class... Args>
    requires detail::is_listed<Operation, detail::every_operation<Interface>> && (!const_operation<Operation>) &&
             (detail::signature<Operation>::template takes<Args...>)
  typename detail::signature<Operation>::result
      call(Args&&... args) noexcept(detail::signature<Operation>::template is_nothrow_with<Args...>) {
    return entry_of<Operation>()(&storage_, std::forward<Args>(args)...);
  }

 private:
  template <erased_interface Other>
  friend class erased;

  template <class Operation>
  [[nodiscard]] auto entry_of() const noexcept {
    return static_cast<const detail::entry<Operation>*>(table_)->call;
  }

  template <class Other>
  void copy(const erased<Other>& other) {
    if (other.table_->copy != nullptr) {
      other.table_->copy(&other.storage_, &storage_);
    } else {
      storage_ = other.storage_;
    }
  }

  template <class Other>
  void take(erased<Other>& other) noexcept {
    const auto relocate = std::exchange(other.table_, &erased<Other>::nothing)->relocate;
    if (relocate != nullptr) {
      relocate(&other.storage_, &storage_);
    } else {
      storage_ = other.storage_;
    }
  }

  static constexpr const auto& nothing = detail::tables<Interface>::empty;

  detail::storage storage_;
  const detail::table<Interface>* table_ = &nothing;
};

/// Whether `value` counts as P: of a type-erased value, whether the value inside does.
///
/// @tparam P  see checkable_protocol; of a type-erased value, its interface, a part or a query of it
///
/// Complexity: decided when it compiles; of a type-erased value, one load. Source: row B26; PEP 3119.
template <checkable_protocol P, class T>
  requires(!erased_value<T>)
[[nodiscard]] constexpr bool is_instance(const T&) noexcept {
  return enable_protocol<T, P>;
}

template <checkable_protocol P, erased_value T>
  requires answered_by<P, typename T::interface_type>
[[nodiscard]] bool is_instance(const T& value) noexcept {
  return value.template satisfies<P>();
}

}  // namespace patterns::typing
