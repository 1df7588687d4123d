#include "guardian.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

namespace evaluate {

namespace {

void tell(int to, const last_words& words) {
  // So short a write to a pipe is whole.
  static_cast<void>(!write(to, &words, sizeof words));
}

/// @param grace so much more is the hard limit, where a signal comes first that tells which limit it was
void limit(int resource, rlim_t most, rlim_t grace = 0) {
  rlimit value = {};
  // More than the hard limit is not to be had.
  getrlimit(static_cast<__rlimit_resource_t>(resource), &value);
  value.rlim_max = most + grace < value.rlim_max ? most + grace : value.rlim_max;
  value.rlim_cur = most < value.rlim_max ? most : value.rlim_max;
  setrlimit(static_cast<__rlimit_resource_t>(resource), &value);
}

/// If memory is short for all, this process and its children are to go before this program and others.
void be_the_first_to_go() {
  const int score = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (score >= 0) {
    static_cast<void>(!write(score, "1000", 4));
    close(score);
  }
}

[[noreturn]] void become_command(const errand& given, const sigset_t& mask) {
  constexpr rlim_t grace = 2;
  setpgid(0, 0);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, static_cast<rlim_t>(given.most->seconds) + grace, grace);
  limit(RLIMIT_AS, given.most->memory);
  limit(RLIMIT_FSIZE, given.most->file);
  be_the_first_to_go();
  sigprocmask(SIG_SETMASK, &mask, nullptr);
  for (const int each : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) {
    std::signal(each, SIG_DFL);
  }
  const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (chdir(given.folder) == 0 && dup2(nothing, 0) >= 0 && dup2(given.output, 1) >= 0 && dup2(given.output, 2) >= 0 &&
      given.rules->apply()) {
    execve(given.command[0], given.command, given.environment);
  }
  tell(given.words, {.error = errno, .status = 0, .peak_kib = 0});
  _exit(127);
}

/// Writes the number behind the text, which has room for it.
void append(char* text, long number) {
  char digits[24];
  int count = 0;
  do {
    digits[count++] = static_cast<char>('0' + number % 10);
    number /= 10;
  } while (number != 0);
  while (*text != '\0') {
    ++text;
  }
  while (count > 0) {
    *text++ = digits[--count];
  }
  *text = '\0';
}

/// Sends SIGKILL to all children of this process. Theirs become its own then.
void kill_children() {
  char path[64] = "/proc/self/task/";
  append(path, getpid());
  char* end = path;
  while (*end != '\0') {
    ++end;
  }
  for (const char* tail = "/children"; (*end = *tail) != '\0'; ++tail) {
    ++end;
  }
  const int list = open(path, O_RDONLY | O_CLOEXEC);
  if (list < 0) {
    return;
  }
  pid_t child = 0;
  char text[4096];
  for (ssize_t length = 0; (length = read(list, text, sizeof text)) > 0;) {
    for (ssize_t i = 0; i < length; ++i) {
      if (text[i] >= '0' && text[i] <= '9') {
        child = child * 10 + (text[i] - '0');
      } else if (child > 0) {
        kill(child, SIGKILL);
        child = 0;
      }
    }
  }
  if (child > 0) {
    kill(child, SIGKILL);
  }
  close(list);
}

/// Takes leave of all children that have ended; `status` becomes that of `command` if it is among them.
/// @return whether there are others
bool reap(pid_t command, bool& ended, int& status) {
  for (;;) {
    int of_this = 0;
    const pid_t child = waitpid(-1, &of_this, WNOHANG);
    if (child < 0) {
      return false;
    }
    if (child == 0) {
      return true;
    }
    if (child == command) {
      ended = true;
      status = of_this;
    }
  }
}

/// Lets go of what a fork of another thread's gave it: the leashes and pipes of other commands.
void keep_only(const errand& given) {
  // Each of 256 commands at once has fewer than eight.
  constexpr int most = 4'096;
  for (int each = 3; each < most; ++each) {
    if (each != given.output && each != given.words && each != given.leash && each != given.rules->number()) {
      close(each);
    }
  }
}

}  // namespace

void guard(const errand& given) {
  keep_only(given);
  // Out of the terminal's foreground group: its Ctrl-C is for the program, which lets the leash go.
  setpgid(0, 0);
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  sigset_t child_ends;
  sigset_t before;
  sigemptyset(&child_ends);
  sigaddset(&child_ends, SIGCHLD);
  sigprocmask(SIG_BLOCK, &child_ends, &before);
  const int endings = signalfd(-1, &child_ends, SFD_CLOEXEC | SFD_NONBLOCK);
  const pid_t command = fork();
  if (command < 0) {
    tell(given.words, {.error = errno, .status = 0, .peak_kib = 0});
    _exit(0);
  }
  if (command == 0) {
    become_command(given, before);
  }
  close(given.output);

  bool ended = false;
  int status = 0;
  bool others = reap(command, ended, status);
  while (!ended && others) {
    pollfd events[] = {{endings, POLLIN, 0}, {given.leash, POLLIN, 0}};
    poll(events, 2, -1);
    if (events[1].revents != 0) {
      break;
    }
    signalfd_siginfo ignored;
    while (read(endings, &ignored, sizeof ignored) > 0) {
    }
    others = reap(command, ended, status);
  }
  // What forks while it is being ended takes more than one round; what cannot be ended is not waited for.
  for (int round = 0; round < 5'000 && others; ++round) {
    kill(-command, SIGKILL);
    kill_children();
    others = reap(command, ended, status);
    if (others) {
      poll(nullptr, 0, 1);
    }
  }
  rusage used = {};
  getrusage(RUSAGE_CHILDREN, &used);
  tell(given.words, {.error = 0, .status = status, .peak_kib = used.ru_maxrss});
  _exit(0);
}

}  // namespace evaluate
