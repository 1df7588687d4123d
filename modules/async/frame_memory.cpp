module patterns.async;

import std;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define PATTERNS_FRAMES_ARE_WATCHED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define PATTERNS_FRAMES_ARE_WATCHED 1
#endif
#endif

namespace patterns::async::detail {

class frame_cache::closer {
 public:
  closer() noexcept = default;
  closer(const closer&) = delete;
  closer& operator=(const closer&) = delete;

  void open() noexcept {
    local.opened = true;
    for (auto& kept : local.kept) {
      kept.room = frames_a_class;
    }
  }

  ~closer() {
    for (auto& kept : local.kept) {
      kept.room = 0;
      while (kept.first != nullptr) {
        ::operator delete(std::exchange(kept.first, kept.first->next));
      }
    }
  }
};

void frame_cache::deallocate_slowly(void* memory, std::size_t index) noexcept {
#ifndef PATTERNS_FRAMES_ARE_WATCHED  // a recycled frame would hide its use after it was freed
  if (!local.opened && index < classes) {
    static thread_local closer at_thread_exit;
    at_thread_exit.open();
    keep(memory, index);
    return;
  }
#endif
  static_cast<void>(index);
  ::operator delete(memory);
}

}  // namespace patterns::async::detail
