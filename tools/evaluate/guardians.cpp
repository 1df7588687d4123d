#include "guardians.hpp"

#include "descendants.hpp"

#include <cerrno>
#include <csignal>
#include <mutex>
#include <poll.h>
#include <set>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace evaluate {

namespace {

std::mutex mutex;
std::set<pid_t> alive;

/// @return whether there was one
bool end_some_orphans() {
  // With no guardian begun meanwhile, each child that is not known as one is an orphan.
  const std::lock_guard lock(mutex);
  bool any = false;
  for (const pid_t child : children_of(getpid())) {
    if (alive.count(child) == 0) {
      kill(child, SIGKILL);
      waitpid(child, nullptr, WNOHANG);
      any = true;
    }
  }
  return any;
}

}  // namespace

pid_t fork_guardian() {
  static const int adopts = prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  static_cast<void>(adopts);
  const std::lock_guard lock(mutex);
  const pid_t made = fork();
  if (made > 0) {
    alive.insert(made);
  }
  return made;
}

void await_guardian(pid_t which) {
  // Its number may be another's as soon as it was waited for.
  const std::lock_guard lock(mutex);
  while (waitpid(which, nullptr, 0) < 0 && errno == EINTR) {
  }
  alive.erase(which);
}

void end_orphans() {
  // What cannot be ended is not waited for.
  for (int round = 0; round < 5'000 && end_some_orphans(); ++round) {
    poll(nullptr, 0, 1);
  }
}

}  // namespace evaluate
