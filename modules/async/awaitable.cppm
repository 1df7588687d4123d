/// @file
/// B19 · awaitable: what `co_await` accepts, as concepts.
export module patterns.async:awaitable;

import std;

namespace patterns::async::detail {

template <class T>
concept suspend_result = std::is_void_v<T> || std::same_as<T, bool> || std::convertible_to<T, std::coroutine_handle<>>;

template <class A>
concept has_member_co_await = requires { std::declval<A>().operator co_await(); };

template <class A>
concept has_free_co_await = requires { operator co_await(std::declval<A>()); };

}  // namespace patterns::async::detail

export namespace patterns::async {

/// The object that carries one wait out: asked whether it must suspend, told who waits, and asked for the result.
///
/// Source: [expr.await].
template <class A>
concept awaiter = requires(A& wait, std::coroutine_handle<> awaiting) {
  { wait.await_ready() } -> std::convertible_to<bool>;
  { wait.await_suspend(awaiting) } -> detail::suspend_result;
  wait.await_resume();
};

/// The awaiter that `co_await std::forward<A>(value)` uses in a coroutine whose promise transforms nothing.
template <class A>
  requires detail::has_member_co_await<A> || detail::has_free_co_await<A> || awaiter<std::remove_reference_t<A>>
[[nodiscard]] constexpr decltype(auto) get_awaiter(A&& value) {
  if constexpr (detail::has_member_co_await<A>) {
    return std::forward<A>(value).operator co_await();
  } else if constexpr (detail::has_free_co_await<A>) {
    return operator co_await(std::forward<A>(value));
  } else {
    return std::forward<A>(value);
  }
}

/// Whatever a coroutine may `co_await`. As with std::forward, `awaitable<task<int>>` asks about an rvalue and
/// `awaitable<task<int>&>` about an lvalue.
template <class A>
concept awaitable = requires {
  { async::get_awaiter(std::declval<A>()) } -> awaiter;
};

/// What `co_await` on an A yields.
template <awaitable A>
using await_result_t = decltype(async::get_awaiter(std::declval<A>()).await_resume());

/// An awaitable whose result is a T, or becomes one.
template <class A, class T>
concept awaitable_of = awaitable<A> && (std::is_void_v<T> || std::convertible_to<await_result_t<A>, T>);

}  // namespace patterns::async
