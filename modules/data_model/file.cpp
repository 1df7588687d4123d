module;

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

module patterns.data_model;

import std;
import patterns.meta;

namespace patterns::data_model {

namespace {

[[nodiscard]] std::string shown(const std::filesystem::path& path) {
  return repr(std::string_view(path.native()));
}

[[nodiscard]] std::error_code last_error() noexcept {
  return {errno, std::generic_category()};
}

[[nodiscard]] std::error_code reason_of(std::errc reason) noexcept {
  return std::make_error_code(reason);
}

[[nodiscard]] std::string_view attempt_of(file_mode mode) noexcept {
  switch (mode) {
    case file_mode::read:
      return "open";
    case file_mode::write:
      return "write to";
    case file_mode::create:
      return "create";
    case file_mode::append:
      return "append to";
  }
  return "open";
}

[[nodiscard]] int flags_of(file_mode mode) noexcept {
  switch (mode) {
    case file_mode::read:
      return O_RDONLY;
    case file_mode::write:
      return O_WRONLY | O_CREAT | O_TRUNC;
    case file_mode::create:
      return O_WRONLY | O_CREAT | O_EXCL;
    case file_mode::append:
      return O_WRONLY | O_CREAT | O_APPEND;
  }
  return O_RDONLY;
}

/// Calls again what a signal interrupted.
template <class Call>
[[nodiscard]] auto uninterrupted(Call call) noexcept {
  auto result = call();
  while (result == -1 && errno == EINTR) {
    result = call();
  }
  return result;
}

[[noreturn]] void refuse_open(const std::filesystem::path& path, file_mode mode, std::error_code reason) {
  const auto attempt = attempt_of(mode);
  if (reason == std::errc::no_such_file_or_directory) {
    throw file_not_found(path, attempt, reason);
  }
  if (reason == std::errc::file_exists) {
    throw file_exists(path, attempt, reason);
  }
  throw file_error(path, attempt, reason);
}

}  // namespace

file_error::file_error(std::filesystem::path path, std::string_view attempt, std::error_code reason)
    : std::system_error(reason, std::format("cannot {} {}", attempt, shown(path))),
      path_(std::make_shared<const std::filesystem::path>(std::move(path))) {}

namespace detail {

void refuse_embedded_nul(const std::filesystem::path& path) {
  if (path.native().find('\0') != std::string::npos) {
    throw path_error(std::format("path {} has a NUL in it", shown(path)));
  }
}

void refuse_null_path() {
  throw path_error("path: the pointer to its text is null");
}

void refuse_text_behind_nul(const std::filesystem::path& before) {
  throw path_error(std::format("path {} has a NUL in it, and text behind that", shown(before)));
}

open_handle::open_handle(std::filesystem::path path, file_mode mode) : path_(std::move(path)) {
  constexpr mode_t as_the_mask_allows = 0666;
  refuse_embedded_nul(path_);
  handle_ = uninterrupted([&] { return ::open(path_.c_str(), flags_of(mode) | O_CLOEXEC, as_the_mask_allows); });
  if (handle_ == closed) {
    refuse_open(path_, mode, last_error());
  }
  // The system opens a folder to read, and fails on the first read.
  struct stat status{};
  if (::fstat(handle_, &status) == 0 && S_ISDIR(status.st_mode)) {
    close_silently();
    refuse_open(path_, mode, reason_of(std::errc::is_a_directory));
  }
}

open_handle& open_handle::operator=(open_handle&& other) noexcept {
  if (this != &other) {
    close_silently();
    path_ = std::move(other.path_);
    handle_ = std::exchange(other.handle_, closed);
  }
  return *this;
}

open_handle::~open_handle() {
  close_silently();
}

std::size_t open_handle::read(std::span<std::byte> target) {
  require_open("read");
  const auto count = uninterrupted([&] { return ::read(handle_, target.data(), target.size()); });
  if (count == -1) {
    throw file_error(path_, "read", last_error());
  }
  return static_cast<std::size_t>(count);
}

void open_handle::read_rest(std::string& text) {
  require_open("read");
  constexpr std::size_t least_step = 4096;
  struct stat status{};
  const auto size = ::fstat(handle_, &status) == 0 && status.st_size > 0 ? static_cast<std::size_t>(status.st_size) : 0;
  const auto position = ::lseek(handle_, 0, SEEK_CUR);
  const auto passed = position > 0 ? static_cast<std::size_t>(position) : 0;
  // One more than is left, so that the end is met without another step. What is left is a guess: the file may grow.
  auto step = size > passed ? size - passed + 1 : least_step;
  for (std::size_t filled = 0;;) {
    text.resize(filled + step);
    const auto count = read(std::as_writable_bytes(std::span(text).subspan(filled)));
    filled += count;
    if (count == 0) {
      text.resize(filled);
      return;
    }
    step = std::max(least_step, text.size() - filled);
  }
}

void open_handle::write(std::span<const std::byte> bytes) {
  require_open("write to");
  while (!bytes.empty()) {
    const auto count = uninterrupted([&] { return ::write(handle_, bytes.data(), bytes.size()); });
    if (count == -1) {
      throw file_error(path_, "write to", last_error());
    }
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
}

// Not again after a signal: the number may be that of another file by then.
void open_handle::close() {
  if (is_open() && ::close(std::exchange(handle_, closed)) == -1 && errno != EINTR) {
    throw file_error(path_, "close", last_error());
  }
}

void open_handle::close_silently() noexcept {
  if (is_open()) {
    ::close(std::exchange(handle_, closed));
  }
}

void open_handle::require_open(std::string_view attempt) const {
  if (!is_open()) {
    throw file_error(path_, attempt, reason_of(std::errc::bad_file_descriptor));
  }
}

}  // namespace detail

}  // namespace patterns::data_model
