/// @file
/// B30 · multimethod: a dispatcher with a name, to which any module adds overloads where it stands.
export module patterns.typing:multimethod;

import std;
import patterns.meta;
import :dispatch_core;
import :dispatcher;
import :overload;

export namespace patterns::typing {

/// A function known by its type, with overloads that are objects at namespace scope, in any file of the program:
///
///     struct collide : multimethod<collide, std::string(const body&, const body&)> {};
///
///     const collide::overload ship_meets_rock([](const ship&, const rock&) { return "the ship is lost"; });
///
///     collide::call(first, second);
///
/// @tparam Tag        the class derived from it; its name stands in errors
/// @tparam Signature  see dispatcher
///
/// Complexity, thread-safety, exceptions: as dispatcher. It may be called, and overloads may come, before main and
/// after it: the dispatcher is made by the first who needs it, and never destroyed. A linker drops a file of a static
/// library that nobody refers to, overloads and all.
/// Source: row B30; Pirkelbauer, Solodkyy and Stroustrup, Open Multi-Methods for C++, 2007.
template <class Tag, dispatchable Signature>
class multimethod;

template <class Tag, class R, class... Args>
  requires dispatchable<R(Args...)>
class multimethod<Tag, R(Args...)> {
 public:
  /// The overloads, as one object: to add some that go again, and to ask.
  [[nodiscard]] static dispatcher<R(Args...)>& overloads() {
    static auto& made = *new dispatcher<R(Args...)>(std::string(meta::unqualified_name<Tag>));
    return made;
  }

  /// An overload for as long as this object lives.
  class overload {
   public:
    template <class F>
      requires overload_for<F, R(Args...)>
    explicit overload(F function) : token_(overloads().add(std::move(function))) {}

    overload(const overload&) = delete;
    overload& operator=(const overload&) = delete;

   private:
    overload_token token_;
  };

  /// Calls the most specific overload.
  /// @throws no_overload, ambiguous_overload
  static R call(detail::passed_t<Args>... args) { return overloads()(std::forward<detail::passed_t<Args>>(args)...); }

  R operator()(detail::passed_t<Args>... args) const { return call(std::forward<detail::passed_t<Args>>(args)...); }
};

}  // namespace patterns::typing
