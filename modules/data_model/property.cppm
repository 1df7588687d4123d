/// @file
/// A6 · property: a value computed from an object, and read, or written too, like one of its fields.
export module patterns.data_model:property;

import std;

export namespace patterns::data_model {

/// Says how a property is computed: `Slot::get(owner)`, a static function, gives what becomes a `T`.
template <class Slot, class Owner, class T>
concept readable_property = requires(const Owner& owner) {
  { Slot::get(owner) } -> std::convertible_to<T>;
};

/// Says how a property is written as well: `Slot::set(owner, value)`, a static function. Without it, the property can
/// only be read.
template <class Slot, class Owner, class Value>
concept writable_property = requires(Owner& owner, Value&& value) { Slot::set(owner, std::forward<Value>(value)); };

template <class T, class Owner, class Slot>
class property;

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

template <class T>
inline constexpr bool is_property = false;
template <class T, class Owner, class Slot>
inline constexpr bool is_property<property<T, Owner, Slot>> = true;

template <class T>
concept no_property = !is_property<std::remove_cvref_t<T>>;

// The address of the slot is that of its first member, and of no other.
template <class Slot>
concept holds_only_its_property =
    std::is_empty_v<Slot> && std::is_standard_layout_v<Slot> && !requires { Slot{{}, {}}; };

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// A member that is computed from its object each time it is read. It is declared in a base class of its own, the slot,
/// which says by `get`, and by `set` if it can be written, what it means:
///
///     template <class Owner>
///     struct with_area {
///       static double get(const Owner& self) { return self.width * self.height; }
///       [[no_unique_address]] property<double, Owner, with_area> area;
///     };
///     struct rectangle : with_area<rectangle> {
///       double width = 0;
///       double height = 0;
///     };
///     double painted = wall.area;
///
/// It converts to `T`, compares and is formatted as it; `->` reaches the members of the result, and `*` and `()` give
/// the result where a conversion is not enough. Assignment goes to `set`, and what `set` refuses is not written.
///
/// @tparam T      what is read: a value, or a reference to something that lives on
/// @tparam Owner  the class that derives from the slot; it need not be complete
/// @tparam Slot   the slot, which has this member and no other; see readable_property and writable_property
///
/// It costs an object nothing: the slot is an empty base class, and no pointer to the owner is stored that a copy would
/// have to correct. The owner is found by two conversions that the standard defines: from the first member of a
/// standard-layout class to that class ([basic.compound]), and from a base class to the derived one. The first is none
/// that a constant expression may have: call `get` there. A property is nothing apart from its owner, so it is not
/// copied: `auto area = wall.area;` does not compile, nor does `a.area = b.area`, for which write `a.area = *b.area`.
/// A class with a property is no meta::record, for the slot has a field; one that defaults its `==` needs a slot that
/// does so too, and then compares the results.
///
/// Complexity, thread-safety and exceptions: those of `get` and `set`, called once for each use.
/// Source: row A6; Python's `property`. For one of a class, see meta::class_property.
template <class T, class Owner, class Slot>
class property {
 public:
  /// What is read: a value, or a reference.
  using result_type = T;
  using value_type = std::remove_cvref_t<T>;

  /// Only inside a slot of an owner may it be used.
  constexpr property() = default;

  [[nodiscard]] T operator()() const noexcept(noexcept(Slot::get(std::declval<const Owner&>()))) { return read(); }
  [[nodiscard]] T operator*() const noexcept(noexcept(Slot::get(std::declval<const Owner&>()))) { return read(); }
  [[nodiscard]] operator T() const noexcept(noexcept(Slot::get(std::declval<const Owner&>()))) { return read(); }

  /// The members of the result. A result that is a value lives until the end of the full expression.
  [[nodiscard]] auto operator->() const {
    if constexpr (std::is_lvalue_reference_v<T>) {
      return std::addressof(read());
    } else {
      return held{read()};
    }
  }

  template <detail::no_property Value = value_type>
    requires writable_property<Slot, Owner, Value>
  property& operator=(Value&& value) {
    Slot::set(owner(), std::forward<Value>(value));
    return *this;
  }

  /// Writes what `change` makes of a copy of the value.
  template <std::invocable<value_type&> Change>
    requires writable_property<Slot, Owner, value_type>
  property& modify(Change&& change) {
    value_type copy(read());
    std::invoke(std::forward<Change>(change), copy);
    return *this = std::move(copy);
  }

  template <class Value>
    requires writable_property<Slot, Owner, decltype(std::declval<const value_type&>() + std::declval<const Value&>())>
  property& operator+=(const Value& value) {
    return *this = read() + value;
  }
  template <class Value>
    requires writable_property<Slot, Owner, decltype(std::declval<const value_type&>() - std::declval<const Value&>())>
  property& operator-=(const Value& value) {
    return *this = read() - value;
  }
  template <class Value>
    requires writable_property<Slot, Owner, decltype(std::declval<const value_type&>() * std::declval<const Value&>())>
  property& operator*=(const Value& value) {
    return *this = read() * value;
  }
  template <class Value>
    requires writable_property<Slot, Owner, decltype(std::declval<const value_type&>() / std::declval<const Value&>())>
  property& operator/=(const Value& value) {
    return *this = read() / value;
  }

  [[nodiscard]] bool operator==(const property& other) const
    requires std::equality_comparable<value_type>
  {
    return static_cast<const value_type&>(read()) == static_cast<const value_type&>(other.read());
  }
  template <detail::no_property Value>
    requires requires(const value_type& left, const Value& right) { left == right; }
  [[nodiscard]] bool operator==(const Value& value) const {
    return static_cast<const value_type&>(read()) == value;
  }
  [[nodiscard]] auto operator<=>(const property& other) const
    requires std::three_way_comparable<value_type>
  {
    return static_cast<const value_type&>(read()) <=> static_cast<const value_type&>(other.read());
  }
  template <detail::no_property Value>
    requires requires(const value_type& left, const Value& right) { left <=> right; }
  [[nodiscard]] auto operator<=>(const Value& value) const {
    return static_cast<const value_type&>(read()) <=> value;
  }

 private:
  // The slot is copied with its owner, and there is nothing to copy. Nobody else may take the property out of it.
  friend Slot;
  constexpr property(const property&) = default;
  constexpr property& operator=(const property&) = default;

  struct held {
    value_type value;
    [[nodiscard]] constexpr const value_type* operator->() const noexcept { return std::addressof(value); }
  };

  [[nodiscard]] const Owner& owner() const noexcept { return owner_of<const Owner, const Slot>(this); }
  [[nodiscard]] Owner& owner() noexcept { return owner_of<Owner, Slot>(this); }

  template <class Found, class Around, class Self>
  [[nodiscard]] static Found& owner_of(Self* self) noexcept {
    static_assert(detail::holds_only_its_property<Slot>,
                  "property: the slot has one member, the property, and that is [[no_unique_address]]");
    static_assert(std::derived_from<Owner, Slot>, "property: the owner derives from the slot");
    return static_cast<Found&>(*reinterpret_cast<Around*>(self));
  }

  [[nodiscard]] T read() const noexcept(noexcept(Slot::get(std::declval<const Owner&>()))) {
    static_assert(readable_property<Slot, Owner, T>, "property: readable_property, Slot::get(owner) gives a T");
    return Slot::get(owner());
  }
};

}  // namespace patterns::data_model

/// Formats as the result does.
export template <class T, class Owner, class Slot>
  requires std::default_initializable<std::formatter<std::remove_cvref_t<T>>>
struct std::formatter<patterns::data_model::property<T, Owner, Slot>> : std::formatter<std::remove_cvref_t<T>> {
  template <class Context>
  auto format(const patterns::data_model::property<T, Owner, Slot>& property, Context& context) const {
    return std::formatter<std::remove_cvref_t<T>>::format(property(), context);
  }
};
