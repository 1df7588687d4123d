module;

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
#if __has_include(<sys/prctl.h>)
#include <sys/prctl.h>
#endif
#if __has_include(<cxxabi.h>)
#include <cxxabi.h>
#endif

module patterns.concurrency;

import std;
import patterns.data_model;
import :worker_frame;

namespace patterns::concurrency {

namespace detail {

namespace {

constexpr int served = 0;
constexpr int not_served = 1;

/// All functions that this program has a pool of. Neither needs to be constructed before the first of them registers,
/// nor to be there after the last has gone.
constinit worker_function* first_function = nullptr;
constinit std::atomic<bool> functions_are_in_use = false;

class functions_lock {
 public:
  functions_lock() noexcept {
    while (functions_are_in_use.exchange(true, std::memory_order_acquire)) {
      functions_are_in_use.wait(true, std::memory_order_relaxed);
    }
  }
  functions_lock(const functions_lock&) = delete;
  functions_lock& operator=(const functions_lock&) = delete;
  ~functions_lock() {
    functions_are_in_use.store(false, std::memory_order_release);
    functions_are_in_use.notify_one();
  }
};

[[nodiscard]] const worker_function* find_function(std::string_view key, std::size_t ordinal) noexcept {
  const functions_lock lock;
  for (const auto* each = first_function; each != nullptr; each = each->next()) {
    if (each->key() == key && each->ordinal() == ordinal) {
      return each;
    }
  }
  return nullptr;
}

/// What the pool told this process when it started it.
struct assignment {
  int pool = 0;
  std::size_t largest_result = 0;
  std::size_t ordinal = 0;
  std::string key;
};

template <class Number>
[[nodiscard]] bool take_number(std::string_view& text, Number& number) noexcept {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool read = error == std::errc() && end != text.data() + text.size() && *end == ' ';
  if (read) {
    text = std::string_view(end + 1, text.data() + text.size());
  }
  return read;
}

[[nodiscard]] std::optional<assignment> read_assignment(std::string_view text) {
  assignment found;
  if (!take_number(text, found.pool) || !take_number(text, found.largest_result) || !take_number(text, found.ordinal)) {
    return std::nullopt;
  }
  found.key = text;
  return found;
}

/// False when the pool is gone.
[[nodiscard]] bool receive(std::span<std::byte> bytes) noexcept {
  while (!bytes.empty()) {
    const auto count = ::recv(worker_channel, bytes.data(), bytes.size(), 0);
    if (count > 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    } else if (count == 0 || errno != EINTR) {
      return false;
    }
  }
  return true;
}

[[nodiscard]] bool send(std::span<const std::byte> bytes) noexcept {
  while (!bytes.empty()) {
    const auto count = ::send(worker_channel, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count >= 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

[[nodiscard]] bool send_frame(frame_kind kind, std::uint64_t job, std::span<const std::byte> payload) noexcept {
  return send(std::bit_cast<header_bytes>(make_header(kind, job, payload))) && send(payload);
}

[[nodiscard]] std::string name_of_current_exception() {
#if __has_include(<cxxabi.h>)
  if (const auto* const type = abi::__cxa_current_exception_type()) {
    int status = 0;
    char* const readable = abi::__cxa_demangle(type->name(), nullptr, nullptr, &status);
    const std::string name = status == 0 ? readable : type->name();
    ::free(readable);
    return name;
  }
#endif
  return "an exception";
}

/// Of the exception that is being handled.
[[nodiscard]] std::vector<std::byte> describe_failure(std::string_view text) {
  constexpr std::size_t longest = largest_failure / 4;
  return data_model::dumps(
      remote_failure{name_of_current_exception().substr(0, longest), std::string(text.substr(0, longest))});
}

[[nodiscard]] std::pair<frame_kind, std::vector<std::byte>> answer(const worker_function& function,
                                                                   std::span<const std::byte> request,
                                                                   std::size_t largest_result) {
  try {
    auto result = function.run(request);
    if (result.size() > largest_result) {
      return {frame_kind::too_large, data_model::dumps(std::uint64_t{result.size()})};
    }
    return {frame_kind::result, std::move(result)};
  } catch (const std::exception& error) {
    return {frame_kind::failure, describe_failure(error.what())};
  } catch (...) {
    return {frame_kind::failure, describe_failure({})};
  }
}

/// What a job printed is there before its result is.
void flush_output() {
  std::cout.flush();
  std::clog.flush();
  ::fflush(nullptr);
}

[[nodiscard]] int serve(const worker_function& function, std::size_t largest_result) {
  if (!send_frame(frame_kind::ready, 0, {})) {
    return served;
  }
  for (header_bytes bytes{}; receive(bytes);) {
    const auto header = std::bit_cast<frame_header>(bytes);
    if (!is_header(header) || header.kind != frame_kind::job) {
      return not_served;
    }
    std::vector<std::byte> request(static_cast<std::size_t>(header.size));
    if (!receive(request)) {
      return served;
    }
    if (!belongs_to(request, header)) {
      return not_served;
    }
    const auto [kind, payload] = answer(function, request, largest_result);
    flush_output();
    if (!send_frame(kind, header.job, payload)) {
      return served;
    }
  }
  return served;
}

}  // namespace

worker_function::worker_function(std::string_view key, std::string_view name, run_function call) noexcept
    : key_(key), name_(name), run_(call) {
  const functions_lock lock;
  for (const auto* each = first_function; each != nullptr; each = each->next_) {
    if (each->key_ == key_) {
      ordinal_ = std::max(ordinal_, each->ordinal_ + 1);
    }
  }
  next_ = std::exchange(first_function, this);
}

worker_function::~worker_function() {
  const functions_lock lock;
  for (auto** link = &first_function; *link != nullptr; link = &(*link)->next_) {
    if (*link == this) {
      *link = next_;
      return;
    }
  }
}

bool is_unserved_worker() noexcept {
  return ::getenv(worker_variable) != nullptr;
}

}  // namespace detail

std::optional<int> run_worker() {
  const char* const text = ::getenv(detail::worker_variable);
  if (text == nullptr) {
    return std::nullopt;
  }
  const auto told = detail::read_assignment(text);
  // What a job starts is no worker of this pool.
  ::unsetenv(detail::worker_variable);
  if (!told) {
    return detail::not_served;
  }
#if defined(PR_SET_PDEATHSIG)
  // In the middle of a job too; and the pool may be gone by now.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
  if (::getppid() != told->pool) {
    return detail::served;
  }
  ::fcntl(detail::worker_channel, F_SETFD, FD_CLOEXEC);
  const auto* const function = detail::find_function(told->key, told->ordinal);
  if (function == nullptr) {
    (void)detail::send_frame(detail::frame_kind::unknown_function, 0, {});
    return detail::not_served;
  }
  return detail::serve(*function, told->largest_result);
}

}  // namespace patterns::concurrency
