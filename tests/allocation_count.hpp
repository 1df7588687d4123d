#pragma once

#include <cstdlib>
#include <new>

// ThreadSanitizer brings an operator new that cannot be replaced: nothing is counted under it.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define OPERATOR_NEW_IS_TAKEN
#endif
#elif defined(__SANITIZE_THREAD__)
#define OPERATOR_NEW_IS_TAKEN
#endif

// For one file of a program: it replaces operator new for all of it.
namespace patterns_test {

/// What this thread has asked operator new for.
inline thread_local std::size_t allocations = 0;
inline thread_local std::size_t allocated_bytes = 0;

}  // namespace patterns_test

#ifndef OPERATOR_NEW_IS_TAKEN
namespace patterns_test {

inline void* counted(std::size_t size, void* memory) {
  ++allocations;
  allocated_bytes += size;
  if (memory == nullptr) {
    throw std::bad_alloc();
  }
  return memory;
}

inline void* counted(std::size_t size) {
  return counted(size, std::malloc(size == 0 ? 1 : size));
}

inline void* counted(std::size_t size, std::align_val_t alignment) {
  const auto step = static_cast<std::size_t>(alignment);
  return counted(size, std::aligned_alloc(step, (size + step - 1) / step * step));
}

}  // namespace patterns_test

void* operator new(std::size_t size) {
  return patterns_test::counted(size);
}
void* operator new[](std::size_t size) {
  return patterns_test::counted(size);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  return patterns_test::counted(size, alignment);
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
  return patterns_test::counted(size, alignment);
}
// The library's own would still be replaced by a sanitizer's, whose memory is not for std::free.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  try {
    return patterns_test::counted(size);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}
void* operator new[](std::size_t size, const std::nothrow_t& tag) noexcept {
  return operator new(size, tag);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}
#endif
