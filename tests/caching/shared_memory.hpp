#pragma once

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

// To be included after every header of a library.
import std;
import patterns.caching;

namespace patterns_test {

/// A name for shared memory that nobody else has; what has it at the end is removed, however the test went.
class memory_name {
 public:
  memory_name() : text_(std::format("patterns-test-{}-{}", ::getpid(), ++made_)) {}
  memory_name(const memory_name&) = delete;
  memory_name& operator=(const memory_name&) = delete;
  ~memory_name() { ::shm_unlink(("/" + text_).c_str()); }

  [[nodiscard]] const std::string& text() const noexcept { return text_; }

  [[nodiscard]] bool exists() const {
    const int file = ::shm_open(("/" + text_).c_str(), O_RDONLY, 0);
    if (file != -1) {
      ::close(file);
    }
    return file != -1;
  }

 private:
  static inline int made_ = 0;

  std::string text_;
};

/// The bytes of shared memory, to do with what no cache would.
class raw_memory {
 public:
  /// Makes them if there are none.
  raw_memory(const memory_name& name, std::size_t size)
      : file_(::shm_open(("/" + name.text()).c_str(), O_RDWR | O_CREAT, 0600)), size_(size) {
    if (::ftruncate(file_, static_cast<off_t>(size)) == 0) {
      bytes_ = static_cast<unsigned char*>(::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file_, 0));
    }
  }
  raw_memory(const raw_memory&) = delete;
  raw_memory& operator=(const raw_memory&) = delete;
  ~raw_memory() {
    ::munmap(bytes_, size_);
    ::close(file_);
  }

  [[nodiscard]] unsigned char& operator[](std::size_t at) const noexcept { return bytes_[at]; }
  [[nodiscard]] int file() const noexcept { return file_; }

 private:
  int file_;
  std::size_t size_;
  unsigned char* bytes_ = nullptr;
};

}  // namespace patterns_test
