module patterns.async;

import std;

namespace patterns::async::detail {

namespace {

thread_local constinit char mark = 0;

}  // namespace

const void* this_thread_mark() noexcept {
  return &mark;
}

}  // namespace patterns::async::detail
