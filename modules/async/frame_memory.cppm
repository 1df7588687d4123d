/// @file
/// async core · frame_memory: where coroutine frames come from.
export module patterns.async:frame_memory;

import std;

namespace patterns::async::detail {

/// Frames that were freed on this thread, kept for the next coroutines of about their size.
///
/// At steady state no await allocates. A frame may be freed on another thread than the one that made it; it then
/// serves that thread. What is kept is bounded, and returned when the thread ends.
// In a module a member defined in its class is inline only if it says so, and these are a few instructions each.
class frame_cache {
 public:
  [[nodiscard]] static inline void* allocate(std::size_t size) {
    const auto index = class_of(size);
    if (index < classes) {
      auto& kept = local.kept[index];
      if (kept.first != nullptr) {
        ++kept.room;
        return std::exchange(kept.first, kept.first->next);
      }
      return ::operator new((index + 1) * granularity);
    }
    return ::operator new(size);
  }

  static inline void deallocate(void* memory, std::size_t size) noexcept {
    const auto index = class_of(size);
    if (index < classes && local.kept[index].room != 0) {
      keep(memory, index);
    } else {
      deallocate_slowly(memory, index);
    }
  }

 private:
  static constexpr std::size_t granularity = 64;
  static constexpr std::size_t classes = 16;
  static constexpr std::uint32_t frames_a_class = 128;

  struct free_frame {
    free_frame* next;
  };

  struct free_list {
    free_frame* first;
    std::uint32_t room;
  };

  // Trivial, so that reaching it costs no call; the slow path sees to its beginning and its end.
  struct storage {
    free_list kept[classes];
    bool opened;
  };

  class closer;

  static thread_local constinit storage local;

  [[nodiscard]] static constexpr std::size_t class_of(std::size_t size) noexcept { return (size - 1) / granularity; }

  static inline void keep(void* memory, std::size_t index) noexcept {
    auto& kept = local.kept[index];
    kept.first = ::new (memory) free_frame{kept.first};
    --kept.room;
  }

  static void deallocate_slowly(void* memory, std::size_t index) noexcept;
};

inline thread_local constinit frame_cache::storage frame_cache::local{};

/// Has what is no frame come from there too, if it lives about as long as one.
template <class T>
class frame_allocator {
 public:
  using value_type = T;

  frame_allocator() noexcept = default;
  template <class U>
  frame_allocator(const frame_allocator<U>& /*other*/) noexcept {}

  [[nodiscard]] T* allocate(std::size_t count) {
    static_assert(alignof(T) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);
    return static_cast<T*>(frame_cache::allocate(count * sizeof(T)));
  }
  void deallocate(T* memory, std::size_t count) noexcept { frame_cache::deallocate(memory, count * sizeof(T)); }

  [[nodiscard]] bool operator==(const frame_allocator&) const noexcept = default;
};

/// Where the joins here take what their own stop_source shares with its tokens.
inline constexpr frame_allocator<std::byte> recycled_memory;

/// Base of every promise here: takes the frame from the cache, or from the allocator that a coroutine was given.
///
/// A coroutine is given one by having `std::allocator_arg_t` and the allocator as its first parameters (after the
/// object, in a member function). Behind the frame stands the function that frees it, or null for the cache.
class frame_memory {
 public:
  static inline void* operator new(std::size_t size) {
    const auto release_at = release_offset(size);
    auto* const frame = frame_cache::allocate(release_at + sizeof(release_function));
    ::new (static_cast<std::byte*>(frame) + release_at) release_function(nullptr);
    return frame;
  }

  template <class Allocator, class... Arguments>
  static void* operator new(std::size_t size, std::allocator_arg_t, const Allocator& allocator, const Arguments&...) {
    return allocate_with(size, allocator);
  }

  template <class Object, class Allocator, class... Arguments>
  static void* operator new(std::size_t size, const Object&, std::allocator_arg_t, const Allocator& allocator,
                            const Arguments&...) {
    return allocate_with(size, allocator);
  }

  static inline void operator delete(void* frame, std::size_t size) noexcept {
    const auto release_at = release_offset(size);
    const auto release =
        *std::launder(reinterpret_cast<release_function*>(static_cast<std::byte*>(frame) + release_at));
    if (release == nullptr) {
      frame_cache::deallocate(frame, release_at + sizeof(release_function));
    } else {
      release(frame, size);
    }
  }

 private:
  using release_function = void (*)(void* frame, std::size_t size) noexcept;

  struct alignas(std::max_align_t) block {
    std::byte bytes[sizeof(std::max_align_t)];
  };

  [[nodiscard]] static constexpr std::size_t round_up(std::size_t size, std::size_t alignment) noexcept {
    return (size + alignment - 1) / alignment * alignment;
  }

  [[nodiscard]] static constexpr std::size_t release_offset(std::size_t size) noexcept {
    return round_up(size, alignof(release_function));
  }

  template <class Allocator>
  struct stored {
    using block_allocator = typename std::allocator_traits<Allocator>::template rebind_alloc<block>;
    using traits = std::allocator_traits<block_allocator>;
    static_assert(std::same_as<typename traits::pointer, block*>, "a frame needs an allocator with plain pointers");

    [[nodiscard]] static constexpr std::size_t offset(std::size_t size) noexcept {
      return round_up(release_offset(size) + sizeof(release_function), alignof(block_allocator));
    }

    [[nodiscard]] static constexpr std::size_t blocks(std::size_t size) noexcept {
      return round_up(offset(size) + sizeof(block_allocator), sizeof(block)) / sizeof(block);
    }

    static void release(void* frame, std::size_t size) noexcept {
      auto* const kept =
          std::launder(reinterpret_cast<block_allocator*>(static_cast<std::byte*>(frame) + offset(size)));
      auto allocator = std::move(*kept);
      std::destroy_at(kept);
      traits::deallocate(allocator, static_cast<block*>(frame), blocks(size));
    }
  };

  template <class Allocator>
  static void* allocate_with(std::size_t size, const Allocator& given) {
    using kind = stored<Allocator>;
    typename kind::block_allocator allocator(given);
    void* const frame = kind::traits::allocate(allocator, kind::blocks(size));
    auto* const bytes = static_cast<std::byte*>(frame);
    ::new (bytes + release_offset(size)) release_function(&kind::release);
    ::new (bytes + kind::offset(size)) typename kind::block_allocator(std::move(allocator));
    return frame;
  }
};

}  // namespace patterns::async::detail
