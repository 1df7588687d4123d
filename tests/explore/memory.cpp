// Tells who uses memory that the schedule has freed: it is given back only when the schedule has ended.
#include <malloc.h>

#include <cstdlib>
#include <cstring>
#include <map>
#include <new>

#include "scheduler.hpp"

namespace explore::detail {

namespace {

std::map<std::uintptr_t, std::size_t>& freed() {
  static auto& blocks = *new std::map<std::uintptr_t, std::size_t>;
  return blocks;
}

}  // namespace

void free_later(void* block) noexcept {
  const auto size = malloc_usable_size(block);
  constexpr int poison = 0xDD;
  std::memset(block, poison, size);
  freed().emplace(reinterpret_cast<std::uintptr_t>(block), size);
}

bool was_freed(const volatile void* address) noexcept {
  const auto wanted = reinterpret_cast<std::uintptr_t>(address);
  const auto after = freed().upper_bound(wanted);
  if (after == freed().begin()) {
    return false;
  }
  const auto& [block, size] = *std::prev(after);
  return wanted - block < size;
}

void free_all() noexcept {
  for (const auto& [block, size] : freed()) {
    std::free(reinterpret_cast<void*>(block));
  }
  freed().clear();
}

namespace {

void* allocated(void* block) {
  if (block == nullptr) {
    throw std::bad_alloc();
  }
  return block;
}

void release(void* block) noexcept {
  if (block != nullptr && scheduled()) {
    const inside guard;
    free_later(block);
  } else {
    std::free(block);
  }
}

}  // namespace

}  // namespace explore::detail

void* operator new(std::size_t size) {
  return explore::detail::allocated(std::malloc(size == 0 ? 1 : size));
}

void* operator new(std::size_t size, std::align_val_t alignment) {
  const auto unit = static_cast<std::size_t>(alignment);
  return explore::detail::allocated(std::aligned_alloc(unit, (size + unit - 1) / unit * unit));
}

void operator delete(void* block) noexcept {
  explore::detail::release(block);
}

void operator delete(void* block, std::size_t /*size*/) noexcept {
  explore::detail::release(block);
}

void operator delete(void* block, std::align_val_t /*alignment*/) noexcept {
  explore::detail::release(block);
}

void operator delete(void* block, std::size_t /*size*/, std::align_val_t /*alignment*/) noexcept {
  explore::detail::release(block);
}
