module;

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

module patterns.caching;

import std;
import :shared_lock;
import :shared_mapping;
import :shared_stripe;

namespace patterns::caching::detail {

namespace {

constexpr mode_t for_the_owner_only = 0600;

[[noreturn]] void refuse(const std::string& name, const std::string& problem) {
  throw shared_memory_error(name, problem);
}

[[noreturn]] void refuse(const std::string& name, std::string_view what, int error) {
  refuse(name, std::format("{}: {}", what, std::generic_category().message(error)));
}

/// As the system calls it.
[[nodiscard]] std::string path_of(const std::string& name) {
  constexpr std::size_t longest = 250;
  if (name.empty() || name.size() > longest || name == "." || name == ".." ||
      name.find_first_of(std::string_view("/\0", 2)) != std::string::npos) {
    refuse(name, std::format("a name has 1 to {} characters, none of them a slash", longest));
  }
  return "/" + name;
}

/// What is unlocked and closed at the end.
class opened_file {
 public:
  explicit opened_file(int number) noexcept : number_(number) {}
  opened_file(const opened_file&) = delete;
  opened_file& operator=(const opened_file&) = delete;
  ~opened_file() {
    if (number_ != -1) {
      // By name, for a process that was started meanwhile may have the file too.
      ::flock(number_, LOCK_UN);
      ::close(number_);
    }
  }

  [[nodiscard]] int number() const noexcept { return number_; }

 private:
  int number_;
};

[[nodiscard]] std::size_t stripes_in(std::size_t bytes, std::size_t wanted) noexcept {
  constexpr std::size_t usual = 256 * 1024;
  constexpr std::size_t most = 64;
  return wanted != 0 ? wanted : std::clamp<std::size_t>(std::bit_floor(bytes / usual), 1, most);
}

[[nodiscard]] stripe_layout layout_for(const std::string& name, std::size_t bytes, std::size_t stripes) {
  constexpr std::uint64_t most = std::uint64_t{1} << 40;
  constexpr std::size_t most_stripes = std::size_t{1} << 16;
  if (bytes > most || stripes > most_stripes) {
    refuse(name, std::format("{} bytes in {} stripes are more than {} in {}", bytes, stripes, most, most_stripes));
  }
  const auto share = (bytes - std::min(bytes, sizeof(shared_header))) / stripes / shared_line * shared_line;
  const auto layout = stripe_layout::of(share);
  if (layout.size == 0) {
    refuse(name, std::format("{} bytes in {} stripes have no room for an entry in each", bytes, stripes));
  }
  return layout;
}

[[nodiscard]] std::uint64_t digest_of(const shared_header& header) noexcept {
  auto state = digested(header.version, header.lock_size);
  for (const auto each : {header.bytes, header.stripes, header.seed}) {
    state = digested(state, each);
  }
  return state;
}

[[nodiscard]] std::uint64_t any_number() noexcept {
  timespec moment{};
  ::clock_gettime(CLOCK_REALTIME, &moment);
  const auto address = reinterpret_cast<std::uintptr_t>(&moment);
  auto state = digested(address, static_cast<std::uint64_t>(moment.tv_nsec));
  state = digested(state, static_cast<std::uint64_t>(moment.tv_sec));
  return digested(state, static_cast<std::uint64_t>(::getpid()));
}

void lock(int file, const shared_wish& wish) {
  const auto end = concurrency::deadline_after(wish.patience);
  while (::flock(file, LOCK_EX | LOCK_NB) == -1) {
    if (errno != EWOULDBLOCK && errno != EINTR) {
      refuse(wish.name, "it cannot be locked", errno);
    }
    if (concurrency::has_passed(end)) {
      throw shared_memory_busy(wish.name,
                               std::format("another process has been opening it for {} ms", wish.patience.count()));
    }
    // Only while somebody makes it.
    constexpr timespec moment{0, 200'000};
    ::nanosleep(&moment, nullptr);
  }
}

/// False if the name has been taken from the file meanwhile, or given to another.
[[nodiscard]] bool is_named(int file, const shared_wish& wish, std::size_t& size) {
  struct stat found{};
  if (::fstat(file, &found) == -1) {
    refuse(wish.name, "it cannot be looked at", errno);
  }
  if (found.st_uid != ::geteuid()) {
    refuse(wish.name, std::format("it belongs to user {}", found.st_uid));
  }
  if ((found.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    refuse(wish.name, "others may write it");
  }
  size = static_cast<std::size_t>(found.st_size);
  return found.st_nlink != 0;
}

[[nodiscard]] std::size_t read_header(int file, const std::string& name, shared_header& header) {
  ssize_t count = 0;
  do {
    count = ::pread(file, &header, sizeof(header), 0);
  } while (count == -1 && errno == EINTR);
  if (count == -1) {
    refuse(name, "it cannot be read", errno);
  }
  return static_cast<std::size_t>(count);
}

}  // namespace

shared_mapping::shared_mapping(const shared_wish& wish) {
  const auto path = path_of(wish.name);
  stripes_ = stripes_in(wish.bytes, wish.stripes);
  layout_ = layout_for(wish.name, wish.bytes, stripes_);
  bytes_ = wish.bytes;
  for (;;) {
    const opened_file file(::shm_open(path.c_str(), O_RDWR | O_CREAT, for_the_owner_only));
    if (file.number() == -1) {
      refuse(wish.name, "it cannot be opened", errno);
    }
    lock(file.number(), wish);
    std::size_t size = 0;
    if (!is_named(file.number(), wish, size)) {
      continue;
    }
    shared_header header{};
    const auto read = read_header(file.number(), wish.name, header);
    if (size != 0 && (read != sizeof(header) || header.magic != shared_header::draft)) {
      open(file.number(), wish);
      return;
    }
    try {
      make(file.number(), wish);
    } catch (...) {
      ::shm_unlink(path.c_str());
      if (base_ != nullptr) {
        ::munmap(base_, bytes_);
      }
      throw;
    }
    return;
  }
}

shared_mapping::~shared_mapping() {
  ::munmap(base_, bytes_);
}

void shared_mapping::map(int file, const shared_wish& wish) {
  void* const mapped = ::mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (mapped == MAP_FAILED) {
    refuse(wish.name, std::format("{} bytes of it cannot be mapped", bytes_), errno);
  }
  base_ = static_cast<std::byte*>(mapped);
}

void shared_mapping::make(int file, const shared_wish& wish) {
  shared_header header{};
  header.magic = shared_header::draft;
  header.version = shared_layout_version;
  header.lock_size = shared_lock::kind();
  header.bytes = bytes_;
  header.stripes = stripes_;
  header.seed = seed_ = any_number();
  header.digest = digest_of(header);
  // The mark comes before the size: what has a size and no mark is somebody else's.
  if (::ftruncate(file, 0) == -1 || ::pwrite(file, &header, sizeof(header), 0) != sizeof(header)) {
    refuse(wish.name, "it cannot be written", errno);
  }
  // All of the memory is taken now: where there is none, a later write would end the process.
  int error = 0;
  do {
    error = ::posix_fallocate(file, 0, static_cast<off_t>(bytes_));
  } while (error == EINTR);
  if (error != 0) {
    refuse(wish.name, std::format("there is no room for its {} bytes", bytes_), error);
  }
  map(file, wish);
  for (std::size_t i = 0; i != stripes_; ++i) {
    if (error = shared_lock(stripe(i)).make(); error != 0) {
      refuse(wish.name, "it cannot have a lock", error);
    }
    shared_stripe(stripe(i), layout_).format();
  }
  std::atomic_signal_fence(std::memory_order_seq_cst);
  std::memcpy(base_, shared_header::ready.data(), shared_header::ready.size());
}

void shared_mapping::open(int file, const shared_wish& wish) {
  shared_header header{};
  if (read_header(file, wish.name, header) != sizeof(header) || header.magic != shared_header::ready) {
    refuse(wish.name, "it was not made by a shared_memory_cache");
  }
  if (header.version != shared_layout_version) {
    refuse(wish.name,
           std::format("its layout has version {}, and this is version {}", header.version, shared_layout_version));
  }
  if (header.lock_size != shared_lock::kind()) {
    refuse(wish.name, std::format("its locks are of kind {:x}, and those of this program are of kind {:x}",
                                  header.lock_size, shared_lock::kind()));
  }
  if (header.digest != digest_of(header)) {
    refuse(wish.name, "its header is damaged");
  }
  if (header.bytes != wish.bytes || (wish.stripes != 0 && header.stripes != wish.stripes)) {
    refuse(wish.name, std::format("it has {} bytes in {} stripes, and not {} in {}", header.bytes, header.stripes,
                                  wish.bytes, stripes_));
  }
  struct stat found{};
  if (::fstat(file, &found) == -1 || static_cast<std::uint64_t>(found.st_size) != header.bytes) {
    refuse(wish.name, std::format("it was cut to {} of its {} bytes", found.st_size, header.bytes));
  }
  stripes_ = static_cast<std::size_t>(header.stripes);
  if (stripes_ == 0) {
    refuse(wish.name, "its header is damaged");
  }
  layout_ = layout_for(wish.name, bytes_, stripes_);
  seed_ = header.seed;
  map(file, wish);
}

bool shared_mapping::remove(const std::string& name) {
  if (::shm_unlink(path_of(name).c_str()) == 0) {
    return true;
  }
  if (errno != ENOENT) {
    refuse(name, "it cannot be removed", errno);
  }
  return false;
}

}  // namespace patterns::caching::detail
