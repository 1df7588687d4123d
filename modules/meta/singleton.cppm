/// @file
/// B21 · singleton: the only object of its type, built by whoever needs it first.
export module patterns.meta:singleton;

import std;
import :first_use;
import :type_name;

namespace patterns::meta::detail {

// The type traits ask for a destructor too, and a class whose destructor alone is private anybody can make with new. No
// requires expression: Clang would grant it what the class that asks may do, and singleton is a friend.
template <class Enable, class T, class... Args>
inline constexpr bool can_be_made = false;
template <class T, class... Args>
inline constexpr bool can_be_made<std::void_t<decltype(::new T(std::declval<Args>()...))>, T, Args...> = true;

/// Whether a public constructor makes a T of `Args`.
template <class T, class... Args>
inline constexpr bool anybody_makes = can_be_made<void, T, Args...>;

}  // namespace patterns::meta::detail

export namespace patterns::meta {

/// A class that nobody can make a second object of: no public constructor makes one from nothing, and none copies or
/// moves one.
///
/// Stands where Python overrides `__new__`. What anybody may make is no singleton, but a value that is shared: see
/// shared_state.
template <class T>
concept sole_instance = std::is_class_v<T> && !std::is_abstract_v<T> && !detail::anybody_makes<T> &&
                        !detail::anybody_makes<T, const T&> && !detail::anybody_makes<T, T>;

/// The only object of `T`, which has a private default constructor and names `singleton<T>` as a friend. It may derive
/// from `singleton<T>`, to be had as `T::instance()`, too.
///
/// The object is built on first use, from any static initializer if need be, and never destroyed: whatever runs at
/// exit, a destructor of another static object or a thread that is still there, finds it alive. What must be done at
/// exit, such as writing a buffer out, its constructor can hand to std::atexit.
///
/// @tparam T  see sole_instance
///
/// Complexity: one load of an atomic pointer once it is built. Thread-safety: one thread builds it while others wait;
/// what T's own members promise is for T to say.
/// Exceptions: whatever the constructor throws; then nothing is built, and the next call tries again.
/// Source: row B21; Python's `__new__` with a lock, [stmt.dcl]/3 without its undefined recursion.
template <class T>
class singleton {
 public:
  /// The object.
  /// @throws construction_cycle_error if its constructor needs it; whatever the constructor throws
  [[nodiscard]] static T& instance()
    requires sole_instance<T>
  {
    return object_.get([] { return new T(); });
  }

  singleton(const singleton&) = delete;
  singleton& operator=(const singleton&) = delete;

 protected:
  singleton() = default;
  ~singleton() = default;

 private:
  static inline constinit detail::lazy_object<T> object_{unqualified_name<T>};
};

}  // namespace patterns::meta
