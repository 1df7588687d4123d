#include "process.hpp"

#include "descendants.hpp"
#include "guardian.hpp"
#include "guardians.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace evaluate {

namespace {

// Written by a handler, on whichever thread it runs, and read by all: only an atomic without a lock may be both.
std::atomic<bool> stop_wanted = false;
static_assert(std::atomic<bool>::is_always_lock_free);

class descriptor {
 public:
  explicit descriptor(int number) : number_(number) {}
  descriptor(descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  descriptor& operator=(descriptor&&) = delete;
  ~descriptor() { reset(); }
  void reset() {
    if (number_ >= 0) {
      close(number_);
      number_ = -1;
    }
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

struct pipe_ends {
  descriptor out;
  descriptor in;
};

pipe_ends make_pipe() {
  int ends[2];
  // Closed at exec, so that a command of another thread does not hold it open.
  if (pipe2(ends, O_CLOEXEC) != 0) {
    throw std::system_error(errno, std::generic_category(), "pipe");
  }
  return {descriptor(ends[0]), descriptor(ends[1])};
}

/// The file that a name stands for on PATH; one with a slash stands for itself, from the folder of the command.
std::string found_on_path(const std::string& name) {
  if (name.find('/') != std::string::npos) {
    return name;
  }
  const char* path = std::getenv("PATH");
  std::string folders = path == nullptr ? "/usr/bin:/bin" : path;
  for (std::size_t from = 0; from <= folders.size();) {
    const std::size_t to = std::min(folders.find(':', from), folders.size());
    const std::string file = folders.substr(from, to - from) + "/" + name;
    if (to > from && access(file.c_str(), X_OK) == 0 && !std::filesystem::is_directory(file)) {
      return file;
    }
    from = to + 1;
  }
  return name;
}

/// English diagnostics, no cache in between, and a folder of its own for what is written to no place in particular.
std::vector<std::string> environment_in(const std::filesystem::path& folder) {
  const char* path = std::getenv("PATH");
  return {std::string("PATH=") + (path == nullptr ? "/usr/bin:/bin" : path), "LC_ALL=C", "HOME=" + folder.string(),
          "TMPDIR=" + folder.string(), "CCACHE_DISABLE=1"};
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (auto& text : texts) {
    pointers.push_back(text.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

/// Takes what there is to read, and keeps of it what there is room for.
/// @return whether there may be more to come
bool take(int from, std::string& kept, std::uint64_t most, bool& flooded) {
  std::array<char, 65'536> block;
  const ssize_t length = read(from, block.data(), block.size());
  if (length <= 0) {
    return length < 0 && (errno == EAGAIN || errno == EINTR);
  }
  const auto room = static_cast<std::size_t>(most) - kept.size();
  flooded = flooded || static_cast<std::size_t>(length) > room;
  kept.append(block.data(), std::min(room, static_cast<std::size_t>(length)));
  return true;
}

/// Follows a command to its end.
std::optional<last_words> follow(outcome& result, const limits& most, int output, int words, pid_t guardian,
                                 descriptor& leash) {
  using clock = std::chrono::steady_clock;
  const auto begin = clock::now();
  const auto elapsed = [begin] { return std::chrono::duration<double>(clock::now() - begin).count(); };
  // Looking takes time, which is not to be in what is measured: most commands have ended before the first look.
  constexpr double between_looks = 0.1;
  double next_look = between_looks;
  // So long a guardian that was let go may take to end all; a compiler may have stopped it.
  constexpr double patience = 15;
  double lost = 0;
  bool more = true;
  for (;;) {
    constexpr int tick = 20;
    pollfd events[] = {{words, POLLIN, 0}, {more ? output : -1, POLLIN, 0}};
    poll(events, 2, tick);
    if (events[1].revents != 0) {
      more = take(output, result.output, most.output, result.flooded);
    }
    if (!result.ended_early()) {
      result.interrupted = stopped();
      result.timed_out = !result.interrupted && elapsed() > most.seconds && events[0].revents == 0;
    }
    if (!result.ended_early() && elapsed() > next_look) {
      const auto use = look_at_descendants(guardian);
      result.swarmed = use.memory > most.memory || use.processes > most.processes;
      next_look = elapsed() + between_looks;
    }
    if (result.ended_early() && leash.number() >= 0) {
      leash.reset();
      lost = elapsed() + patience;
    }
    if (result.ended_early() && elapsed() > lost) {
      kill(guardian, SIGKILL);
    }
    if (events[0].revents != 0) {
      break;
    }
  }
  last_words told;
  const bool whole = read(words, &told, sizeof told) == static_cast<ssize_t>(sizeof told);
  result.seconds = elapsed();
  // All who could write are gone: what is still in the pipe ends.
  fcntl(output, F_SETFL, O_NONBLOCK);
  for (int block = 0; more && block < 64; ++block) {
    more = take(output, result.output, most.output, result.flooded) && errno != EAGAIN;
  }
  return whole ? std::optional(told) : std::nullopt;
}

}  // namespace

bool writes_are_confined() {
  return confinement("/").possible();
}

void stop_on_signals() {
  struct sigaction action = {};
  action.sa_handler = [](int) { stop_wanted = true; };
  sigemptyset(&action.sa_mask);
  for (const int each : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before = {};
    sigaction(each, nullptr, &before);
    // Who was started with nohup is to go on when its terminal is gone.
    if (each != SIGHUP || before.sa_handler != SIG_IGN) {
      sigaction(each, &action, nullptr);
    }
  }
}

bool stopped() {
  return stop_wanted;
}

outcome run(const std::vector<std::string>& command, const std::filesystem::path& folder, const limits& most) {
  outcome result;
  if (stopped()) {
    result.interrupted = true;
    return result;
  }
  std::vector<std::string> words = command;
  words.front() = found_on_path(words.front());
  std::vector<std::string> environment = environment_in(folder);
  const std::vector<char*> arguments = pointers_to(words);
  const std::vector<char*> variables = pointers_to(environment);
  const confinement rules(folder);
  pipe_ends output = make_pipe();
  pipe_ends told = make_pipe();
  pipe_ends leash = make_pipe();
  const pid_t guardian = fork_guardian();
  if (guardian < 0) {
    throw std::system_error(errno, std::generic_category(), "fork");
  }
  if (guardian == 0) {
    guard({arguments.data(), variables.data(), folder.c_str(), &rules, &most, output.in.number(), told.in.number(),
           leash.out.number()});
  }
  output.in.reset();
  told.in.reset();
  leash.out.reset();
  const auto ending = follow(result, most, output.out.number(), told.out.number(), guardian, leash.in);
  leash.in.reset();
  await_guardian(guardian);
  if (!ending) {
    end_orphans();
    result.not_started = "the process that watches it was killed";
  } else if (ending->error != 0) {
    result.not_started = std::strerror(ending->error);
  } else {
    result.peak_kib = ending->peak_kib;
    if (WIFSIGNALED(ending->status)) {
      result.signal = WTERMSIG(ending->status);
    } else {
      result.exit = WEXITSTATUS(ending->status);
    }
  }
  return result;
}

}  // namespace evaluate
