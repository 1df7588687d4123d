/// @file
/// C14 · async_loader: what fills a cache by waiting.
export module patterns.caching:async_loader;

import std;
import patterns.async;

export namespace patterns::caching {

/// What finds the value of a key that is not at hand and waits meanwhile: called with the key, it makes an awaitable of
/// the value, such as a task. It reports failure by throwing, when it is called or when that is awaited.
///
/// The key that it is given lives until the awaitable has ended.
template <class Fn, class Key, class Value>
concept async_loader = std::invocable<Fn&, const Key&> && async::awaitable<std::invoke_result_t<Fn&, const Key&>> &&
                       std::convertible_to<async::await_result_t<std::invoke_result_t<Fn&, const Key&>>, Value>;

}  // namespace patterns::caching

namespace patterns::caching::detail {

/// The loader's awaitable as a task, whatever it is: an awaiter that cannot be moved stays where it was made.
template <class Value, class Loader, class Key>
async::task<Value> call_loader(Loader& load, const Key& key) {
  co_return static_cast<Value>(co_await std::invoke(load, key));
}

}  // namespace patterns::caching::detail
