/// @file
/// A29 · shared_state: any number of objects that are one.
export module patterns.meta:shared_state;

import std;
import :first_use;
import :type_name;

export namespace patterns::meta {

/// All objects of `shared_state<T, Tag>` see the same T: what one changes, the others find. Another Tag is another
/// state.
///
///     shared_state<settings> here, there;
///     here->volume = 7;  // there->volume == 7
///
/// The T is made on first use and never destroyed, but by reset: it may be used before main and until the program ends.
/// A const shared_state gives a const T.
///
/// @tparam T    what is shared; built by its default constructor
/// @tparam Tag  tells states of the same type apart
///
/// Complexity: one load of an atomic pointer; a shared_state is empty. Thread-safety: one thread makes the T while
/// others wait; what T's own members promise is for T to say. reset and scoped_reset are for tests, when nobody else
/// uses it. Exceptions: whatever T's constructor throws; the next use tries again. construction_cycle_error if the
/// constructor uses the state that it builds. Source: row A29; Python's Borg.
template <std::default_initializable T, class Tag = void>
class shared_state {
 public:
  using value_type = T;

  [[nodiscard]] T& get() { return state(); }
  [[nodiscard]] const T& get() const { return state(); }
  [[nodiscard]] T& operator*() { return state(); }
  [[nodiscard]] const T& operator*() const { return state(); }
  [[nodiscard]] T* operator->() { return std::addressof(state()); }
  [[nodiscard]] const T* operator->() const { return std::addressof(state()); }

  /// Destroys the T: the next use makes a new one. References to it dangle.
  static void reset() { delete object_.exchange(nullptr); }

  /// Gives a piece of a program a T of its own, and puts the one before back at its end. Scopes may be nested.
  class scoped_reset {
   public:
    scoped_reset() : outside_(object_.exchange(nullptr)) {}
    scoped_reset(const scoped_reset&) = delete;
    scoped_reset& operator=(const scoped_reset&) = delete;
    ~scoped_reset() { delete object_.exchange(outside_); }

   private:
    T* outside_;
  };

 private:
  [[nodiscard]] static T& state() {
    return object_.get([] { return new T(); });
  }

  static inline constinit detail::lazy_object<T> object_{unqualified_name<T>};
};

}  // namespace patterns::meta
