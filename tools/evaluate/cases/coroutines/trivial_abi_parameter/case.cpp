#include <coroutine>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

char* frame = nullptr;
std::size_t frame_size = 0;
bool used_after = false;

struct [[clang::trivial_abi]] owner {
  int* held = nullptr;
  owner() = default;
  owner(owner&& other) noexcept : held(std::exchange(other.held, nullptr)) {}
  ~owner() {
    if (held != nullptr) {
      used_after = true;
    }
  }
};

struct detached {
  struct promise_type {
    static void* operator new(std::size_t size) {
      frame_size = size;
      return frame = static_cast<char*>(std::malloc(size));
    }
    // Kept, and filled with what nobody has written, so that a later use shows.
    static void operator delete(void*) { std::memset(frame, 0xDD, frame_size); }
    static detached get_return_object() { return {}; }
    static std::suspend_never initial_suspend() { return {}; }
    static std::suspend_never final_suspend() noexcept { return {}; }
    static void return_void() {}
    static void unhandled_exception() {}
  };
};

struct ready {
  static bool await_ready() { return false; }
  static bool await_suspend(std::coroutine_handle<>) { return false; }
  static void await_resume() {}
};

detached start(owner) {
  co_await ready();
}

int main() {
  start(owner());
  std::printf("the parameter is destroyed in the frame that is gone: %s\n", used_after ? "yes" : "no");
  return used_after ? 1 : 0;
}
