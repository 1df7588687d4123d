module;

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

module patterns.concurrency;

import std;
import patterns.meta;
import :worker_frame;
import :worker_process;

namespace patterns::concurrency::detail {

namespace {

using std::chrono::steady_clock;

constexpr const char* this_program = "/proc/self/exe";

/// Long enough to be for ever, and short enough to be added to the clock.
constexpr std::chrono::hours longest_wait{24 * 365};

/// From when a process closes its files at its end, until it has ended.
constexpr std::chrono::seconds longest_farewell{1};

[[nodiscard]] worker_deadline after(std::optional<std::chrono::milliseconds> time) noexcept {
  if (!time || *time >= longest_wait) {
    return std::nullopt;
  }
  return steady_clock::now() + *time;
}

/// What poll takes: rounded up, so that it does not end a moment too soon again and again.
[[nodiscard]] int left_until(const worker_deadline& deadline) noexcept {
  if (!deadline) {
    return -1;
  }
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - steady_clock::now()).count();
  constexpr decltype(left) most = std::numeric_limits<int>::max();
  return static_cast<int>(std::clamp<decltype(left)>(left, 0, most));
}

[[nodiscard]] std::string reason_of(int error) {
  return std::generic_category().message(error);
}

/// What posix_spawn does in the new process, before the program begins.
class spawn_orders {
 public:
  explicit spawn_orders(int channel) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawnattr_init(&attributes_);
    // First the channel, whose number may be one of those that follow.
    note(::posix_spawn_file_actions_adddup2(&actions_, channel, worker_channel));
    note(::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0));
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 34)
    // Whatever the program has opened without O_CLOEXEC.
    note(::posix_spawn_file_actions_addclosefrom_np(&actions_, worker_channel + 1));
#endif
    // A group of its own is ended as a whole, and the terminal's interrupt goes to the pool's program alone.
    note(::posix_spawnattr_setpgroup(&attributes_, 0));
    sigset_t signals;
    ::sigemptyset(&signals);
    note(::posix_spawnattr_setsigmask(&attributes_, &signals));
    ::sigfillset(&signals);
    note(::posix_spawnattr_setsigdefault(&attributes_, &signals));
    note(::posix_spawnattr_setflags(&attributes_,
                                    POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF));
  }
  spawn_orders(const spawn_orders&) = delete;
  spawn_orders& operator=(const spawn_orders&) = delete;
  ~spawn_orders() {
    ::posix_spawnattr_destroy(&attributes_);
    ::posix_spawn_file_actions_destroy(&actions_);
  }

  /// @return 0, or the system's error
  [[nodiscard]] int spawn(int& id, const char* program, char* const* arguments, char* const* environment) const {
    if (error_ != 0) {
      return error_;
    }
    return ::posix_spawn(&id, program, &actions_, &attributes_, arguments, environment);
  }

 private:
  void note(int error) noexcept { error_ = error_ != 0 ? error_ : error; }

  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
  int error_ = 0;
};

/// The texts as the system takes them, which changes none.
[[nodiscard]] std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (const auto& each : texts) {
    pointers.push_back(const_cast<char*>(each.c_str()));
  }
  pointers.push_back(nullptr);
  return pointers;
}

[[nodiscard]] process_end end_of(int status) noexcept {
  return WIFSIGNALED(status) ? process_end{WTERMSIG(status), 0} : process_end{0, WEXITSTATUS(status)};
}

}  // namespace

std::vector<std::string> current_environment() {
  std::vector<std::string> found;
  for (char** each = environ; each != nullptr && *each != nullptr; ++each) {
    found.emplace_back(*each);
  }
  return found;
}

descriptor& descriptor::operator=(descriptor&& other) noexcept {
  if (this != &other) {
    close();
    number_ = std::exchange(other.number_, -1);
  }
  return *this;
}

void descriptor::close() noexcept {
  if (number_ != -1) {
    ::close(std::exchange(number_, -1));
  }
}

wake_all::wake_all() : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (event_.number() == -1) {
    throw std::system_error(errno, std::generic_category(), "process_pool: cannot make an event");
  }
}

void wake_all::raise() noexcept {
  const std::uint64_t one = 1;
  while (::write(event_.number(), &one, sizeof(one)) == -1 && errno == EINTR) {
  }
}

worker_process::worker_process(const worker_plan& plan, const wake_all& cancelled)
    : plan_(plan), cancelled_(cancelled) {
  start();
  try {
    await_ready();
  } catch (...) {
    (void)end();
    throw;
  }
}

worker_process::~worker_process() {
  (void)end();
}

void worker_process::start() {
  int ends[2] = {-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == -1) {
    throw worker_not_started(plan_.function, std::format("a worker has no channel: {}", reason_of(errno)));
  }
  channel_ = descriptor(ends[0]);
  const descriptor far_end(ends[1]);
  const spawn_orders orders(far_end.number());
  const std::string name = plan_.program.empty() ? this_program : plan_.program.native();
  auto variables = plan_.environment;
  variables.push_back(
      std::format("{}={} {} {} {}", worker_variable, ::getpid(), plan_.largest_frame, plan_.ordinal, plan_.key));
  const auto environment = pointers_to(variables);
  const std::vector<std::string> words{name};
  const auto arguments = pointers_to(words);
  int id = 0;
  if (const int error = orders.spawn(id, name.c_str(), arguments.data(), environment.data()); error != 0) {
    throw worker_not_started(plan_.function, std::format("cannot start {} as a worker: {}",
                                                         meta::repr(std::string_view(name)), reason_of(error)));
  }
  id_ = id;
#ifdef SYS_pidfd_open
  life_ = descriptor(static_cast<int>(::syscall(SYS_pidfd_open, id_, 0)));
#endif
}

void worker_process::await_ready() {
  const auto deadline = after(plan_.start_timeout);
  header_bytes bytes{};
  switch (receive(bytes, deadline)) {
    case event::channel:
      break;
    case event::time:
      throw worker_not_started(plan_.function,
                               std::format("a worker was not ready within {} ms: does its main begin with run_worker?",
                                           plan_.start_timeout.count()));
    case event::cancel:
      throw process_job_cancelled(plan_.function);
    case event::death:
      throw worker_not_started(plan_.function,
                               std::format("a worker {} before it was ready: does its main begin with run_worker?",
                                           ends_within(longest_farewell) ? end().text() : "closed its channel"));
  }
  const auto header = std::bit_cast<frame_header>(bytes);
  if (is_header(header) && header.kind == frame_kind::unknown_function) {
    throw worker_not_started(plan_.function, "the worker's program has no process_pool of this function");
  }
  if (!is_header(header) || header.kind != frame_kind::ready) {
    throw worker_not_started(plan_.function, "the worker's program does not answer as a worker does");
  }
}

worker_process::event worker_process::wait(bool to_send, const worker_deadline& deadline) const {
  const auto what = static_cast<short>(to_send ? POLLOUT : POLLIN);
  for (;;) {
    // One without a number is passed over.
    pollfd watched[] = {{cancelled_.number(), POLLIN, 0}, {channel_.number(), what, 0}, {life_.number(), POLLIN, 0}};
    const int count = ::poll(watched, std::size(watched), left_until(deadline));
    if (count == -1 && errno != EINTR) {
      throw std::system_error(errno, std::generic_category(), "process_pool: cannot wait for a worker");
    }
    if (count > 0) {
      if (watched[0].revents != 0) {
        return event::cancel;
      }
      // What it said before it died is heard first.
      return watched[1].revents != 0 ? event::channel : event::death;
    }
    if (deadline && steady_clock::now() >= *deadline) {
      return event::time;
    }
  }
}

worker_process::event worker_process::send(std::span<const std::byte> bytes, const worker_deadline& deadline) {
  while (!bytes.empty()) {
    // Not by SIGPIPE is the program to learn that a worker died.
    const auto count = ::send(channel_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count >= 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    } else if (errno == EAGAIN || errno == ENOBUFS) {
      if (const auto found = wait(true, deadline); found != event::channel) {
        return found;
      }
    } else if (errno != EINTR) {
      return event::death;
    }
  }
  return event::channel;
}

worker_process::event worker_process::receive(std::span<std::byte> bytes, const worker_deadline& deadline) {
  while (!bytes.empty()) {
    const auto count = ::recv(channel_.number(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (count > 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    } else if (count == 0) {
      return event::death;
    } else if (errno == EAGAIN) {
      if (const auto found = wait(false, deadline); found != event::channel) {
        return found;
      }
    } else if (errno != EINTR) {
      return event::death;
    }
  }
  return event::channel;
}

bool worker_process::is_fit() const noexcept {
  if (id_ == 0) {
    return false;
  }
  pollfd watched[] = {{channel_.number(), POLLIN, 0}, {life_.number(), POLLIN, 0}};
  int count = ::poll(watched, std::size(watched), 0);
  while (count == -1 && errno == EINTR) {
    count = ::poll(watched, std::size(watched), 0);
  }
  return count == 0;
}

worker_answer worker_process::run(std::uint64_t job, std::span<const std::byte> request) {
  const auto deadline = after(plan_.job_timeout);
  const auto header = std::bit_cast<header_bytes>(make_header(frame_kind::job, job, request));
  for (const auto part : {std::span<const std::byte>(header), request}) {
    const auto found = send(part, deadline);
    if (found == event::death) {
      throw job_not_begun{end()};
    }
    if (found != event::channel) {
      fail_job(found);
    }
  }

  header_bytes bytes{};
  if (const auto found = receive(bytes, deadline); found != event::channel) {
    fail_job(found);
  }
  const auto answer = std::bit_cast<frame_header>(bytes);
  const bool is_answer =
      is_header(answer) && answer.job == job && answer.size <= std::max(plan_.largest_frame, largest_failure) &&
      (answer.kind == frame_kind::result || answer.kind == frame_kind::failure || answer.kind == frame_kind::too_large);
  if (!is_answer) {
    refuse_bytes(bytes);
  }
  std::vector<std::byte> payload(static_cast<std::size_t>(answer.size));
  if (const auto found = receive(payload, deadline); found != event::channel) {
    fail_job(found);
  }
  if (!belongs_to(payload, answer)) {
    throw protocol_error(plan_.function, std::format("the {} bytes that the worker sent are not those it meant to send",
                                                     payload.size()));
  }
  return {answer.kind, std::move(payload)};
}

void worker_process::refuse_bytes(std::span<const std::byte> bytes) {
  constexpr std::size_t shown = 16;
  const std::string_view begin(reinterpret_cast<const char*>(bytes.data()), shown);
  throw protocol_error(plan_.function,
                       std::format("what the worker sent is no answer: it begins with {}", meta::repr(begin)));
}

void worker_process::fail_job(event what) {
  switch (what) {
    case event::time:
      throw job_timeout(plan_.function, plan_.job_timeout.value_or(std::chrono::milliseconds::zero()));
    case event::cancel:
      throw process_job_cancelled(plan_.function);
    case event::channel:
    case event::death:
      break;
  }
  if (!ends_within(longest_farewell)) {
    throw protocol_error(plan_.function, "the worker has closed its channel");
  }
  throw worker_died(plan_.function, end());
}

bool worker_process::ends_within(std::chrono::milliseconds patience) const noexcept {
  const auto deadline = after(patience);
  for (;;) {
    siginfo_t info{};
    // Left unreaped, so that its number, which is its group's too, cannot be given to another.
    const int found = ::waitid(P_PID, static_cast<id_t>(id_), &info, WEXITED | WNOHANG | WNOWAIT);
    if ((found == 0 && info.si_pid == id_) || (found == -1 && errno == ECHILD)) {
      return true;
    }
    if (deadline && steady_clock::now() >= *deadline) {
      return false;
    }
    pollfd watched{life_.number(), POLLIN, 0};
    const int step = left_until(deadline);
    // A system without process descriptors has to be asked again and again.
    (void)::poll(&watched, 1, life_.number() == -1 && (step < 0 || step > 1) ? 1 : step);
  }
}

process_end worker_process::end() noexcept {
  if (id_ == 0) {
    return {};
  }
  const int id = std::exchange(id_, 0);
  // The group, and the worker itself, which a job may have moved to another.
  ::kill(-id, SIGKILL);
  ::kill(id, SIGKILL);
  int status = 0;
  while (::waitpid(id, &status, 0) == -1 && errno == EINTR) {
  }
  channel_.close();
  life_.close();
  return end_of(status);
}

void worker_process::dismiss() noexcept {
  channel_.close();
  if (id_ != 0) {
    (void)ends_within(plan_.start_timeout);
  }
  (void)end();
}

}  // namespace patterns::concurrency::detail
