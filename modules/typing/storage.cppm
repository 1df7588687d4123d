/// @file
/// A20 · storage: where an erased value lives, and how it is copied, moved and destroyed.
export module patterns.typing:storage;

import std;

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
inline constexpr bool is_reference = false;

template <class T>
inline constexpr bool is_reference<std::reference_wrapper<T>> = true;

// A reference_wrapper made of one like it. This is known, and not to be asked: to answer, it asks whether it converts
// to what it refers to, which would ask this again where that is a type-erased value.
template <class T, class... Args>
concept same_reference = is_reference<T> && sizeof...(Args) == 1 && (std::same_as<T, std::remove_cvref_t<Args>> && ...);

template <class T, class... Args>
concept made_of = same_reference<T, Args...> || std::constructible_from<T, Args...>;

template <class T, class... Args>
concept nothrow_made_of = same_reference<T, Args...> || std::is_nothrow_constructible_v<T, Args...>;

template <class T>
inline constexpr bool fits_inline =
    sizeof(T) <= sizeof(storage) && alignof(T) <= alignof(storage) && nothrow_made_of<T, T>;

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
      std::destroy_at(std::addressof(object(bytes)));
    } else {
      delete std::addressof(object(bytes));
    }
  }
};

// Whether the value is in the storage, or what is there refers to it.
enum class binding : unsigned char { owned, referred, referred_as_const };

template <class T>
inline constexpr binding binding_of = binding::owned;

template <class T>
inline constexpr binding binding_of<std::reference_wrapper<T>> =
    std::is_const_v<T> ? binding::referred_as_const : binding::referred;

// What is known of a value that no operation is needed for. Without a value, `type` is null. A null function stands for
// the bytes of the storage copied as they are, or for nothing to destroy.
struct lifetime {
  const std::type_info* type = nullptr;
  binding bound = binding::owned;
  void (*relocate)(void* from, void* to) noexcept = nullptr;
  void (*destroy)(void* bytes) noexcept = nullptr;
  void (*copy)(const void* from, void* to) = nullptr;

  [[nodiscard]] constexpr bool operator==(const lifetime&) const = default;
};

template <class T, bool Copyable>
[[nodiscard]] consteval lifetime lifetime_of() noexcept {
  using held = holder<T>;
  lifetime result{.type = &typeid(typename held::target), .bound = binding_of<T>};
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

}  // namespace patterns::typing::detail
