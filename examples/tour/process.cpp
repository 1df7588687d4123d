module;

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

module tour;

import std;

namespace tour {
namespace {

constexpr std::array ending_signals{SIGINT, SIGTERM, SIGHUP};

volatile sig_atomic_t pending_signal = 0;

void note_signal(int signal) {
  if (signal != SIGCHLD) {
    pending_signal = signal;
  }
}

[[noreturn]] void fail(int error, const std::string& what) {
  throw std::system_error(error, std::generic_category(), what);
}

class descriptor {
 public:
  explicit descriptor(int value = -1) : value_(value) {}
  ~descriptor() { reset(); }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;

  [[nodiscard]] int get() const { return value_; }

  void reset(int value = -1) {
    if (value_ >= 0) {
      close(value_);
    }
    value_ = value;
  }

 private:
  int value_;
};

/// A started program; whatever happens, its whole group is gone when this object is.
class child {
 public:
  child(const std::filesystem::path& program, int output, const sigset_t& mask) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setsigmask(&attributes, &mask);
    std::string name = program.string();
    std::array<char*, 2> arguments{name.data(), nullptr};
    const int error = posix_spawn(&pid_, name.c_str(), &actions, &attributes, arguments.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
      fail(error, std::format("cannot start '{}'", name));
    }
  }

  ~child() {
    if (pid_ > 0) {
      (void)end();
    }
  }
  child(const child&) = delete;
  child& operator=(const child&) = delete;

  /// Leaves the program unreaped, so that its number, which is its group's too, cannot be given to another.
  [[nodiscard]] bool has_ended() const {
    siginfo_t info{};
    return waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid_;
  }

  /// Kills what is left of the group and gives the program's wait status.
  [[nodiscard]] int end() {
    kill(-pid_, SIGKILL);
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return status;
  }

 private:
  pid_t pid_ = -1;
};

/// Reads what is there; false once the other end is closed.
[[nodiscard]] bool read_available(int from, std::string& into) {
  std::array<char, 65536> buffer;
  while (into.size() <= output_limit) {
    const auto count = read(from, buffer.data(), buffer.size());
    if (count > 0) {
      into.append(buffer.data(), static_cast<std::size_t>(count));
    } else if (count == 0) {
      return false;
    } else if (errno != EINTR) {
      return errno == EAGAIN;
    }
  }
  return true;
}

[[nodiscard]] timespec until(std::chrono::steady_clock::time_point deadline) {
  const auto left = std::max(deadline - std::chrono::steady_clock::now(), std::chrono::steady_clock::duration::zero());
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
  timespec time{};
  time.tv_sec = static_cast<decltype(time.tv_sec)>(seconds.count());
  time.tv_nsec = static_cast<decltype(time.tv_nsec)>(std::chrono::nanoseconds(left - seconds).count());
  return time;
}

}  // namespace

struct process_runner::signals {
  signals() {
    pending_signal = 0;
    sigset_t held;
    sigemptyset(&held);
    struct sigaction action{};
    action.sa_handler = note_signal;
    sigaddset(&held, SIGCHLD);
    for (const int signal : ending_signals) {
      sigaddset(&held, signal);
    }
    sigprocmask(SIG_BLOCK, &held, &mask);
    sigaction(SIGCHLD, &action, &child_action);
    for (std::size_t i = 0; i < ending_signals.size(); ++i) {
      sigaction(ending_signals[i], nullptr, &ending_actions[i]);
      // A signal that tour was started to ignore (nohup) stays ignored.
      if (ending_actions[i].sa_handler != SIG_IGN) {
        sigaction(ending_signals[i], &action, nullptr);
      }
    }
  }

  ~signals() {
    sigaction(SIGCHLD, &child_action, nullptr);
    for (std::size_t i = 0; i < ending_signals.size(); ++i) {
      sigaction(ending_signals[i], &ending_actions[i], nullptr);
    }
    sigprocmask(SIG_SETMASK, &mask, nullptr);
  }
  signals(const signals&) = delete;
  signals& operator=(const signals&) = delete;

  sigset_t mask{};
  struct sigaction child_action{};
  std::array<struct sigaction, ending_signals.size()> ending_actions{};
};

process_runner::process_runner() : signals_(std::make_unique<signals>()) {}

process_runner::~process_runner() = default;

run_result process_runner::run(const std::filesystem::path& program, std::chrono::milliseconds limit) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    fail(errno, "cannot make a pipe");
  }
  const descriptor output(ends[0]);
  descriptor input(ends[1]);
  fcntl(output.get(), F_SETFL, O_NONBLOCK);
  child process(program, input.get(), signals_->mask);
  input.reset();

  run_result result;
  const auto deadline = std::chrono::steady_clock::now() + limit;
  bool open = true;
  while (true) {
    const bool ended = process.has_ended();
    if (open) {
      open = read_available(output.get(), result.output);
    }
    if (result.output.size() > output_limit) {
      result.how = ending::too_much_output;
      return result;
    }
    if (ended) {
      const int status = process.end();
      result.how = WIFEXITED(status) ? ending::exited : ending::killed;
      result.code = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);
      return result;
    }
    if (std::chrono::steady_clock::now() >= deadline) {
      result.how = ending::out_of_time;
      return result;
    }
    pollfd readable{.fd = output.get(), .events = POLLIN, .revents = 0};
    const timespec wait = until(deadline);
    // The held signals get through only here, so none is lost between a check and the wait.
    ppoll(&readable, open ? 1 : 0, &wait, &signals_->mask);
    if (pending_signal != 0) {
      throw interrupted(pending_signal);
    }
  }
}

std::string describe_failure(const run_result& result, std::chrono::milliseconds limit) {
  switch (result.how) {
    case ending::exited:
      return result.code == 0 ? "" : std::format("ended with status {}", result.code);
    case ending::killed:
      return std::format("was killed by signal {} ({})", result.code, strsignal(result.code));
    case ending::out_of_time:
      return std::format("was still running after {} s", std::chrono::duration<double>(limit).count());
    case ending::too_much_output:
      return std::format("wrote more than {} KiB", output_limit / 1024);
  }
  return "";
}

void end_by_signal(int signal) {
  ::signal(signal, SIG_DFL);
  raise(signal);
  std::exit(128 + signal);
}

}  // namespace tour
