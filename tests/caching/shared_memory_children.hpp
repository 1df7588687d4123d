#pragma once

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shared_memory.hpp"

// To be included after every header of a library.
import std;
import patterns.caching;

namespace patterns_test {

/// What went wrong in a job. Jobs run in a worker, which has one thread and may fork.
class report {
 public:
  void expect(bool met, const std::string& what) {
    if (!met && problems_.size() < 5) {
      problems_.push_back(what);
    }
  }

  [[nodiscard]] std::vector<std::string> take() { return std::move(problems_); }

 private:
  std::vector<std::string> problems_;
};

/// A child that runs `function`, and ends when it returns.
template <class Function>
[[nodiscard]] ::pid_t start(Function function) {
  const auto child = ::fork();
  if (child == 0) {
    function();
    ::_exit(0);
  }
  return child;
}

[[nodiscard]] inline int end_of(::pid_t child, int options = 0) {
  int status = 0;
  while (::waitpid(child, &status, options) == -1 && errno == EINTR) {
  }
  return status;
}

[[nodiscard]] inline bool was_killed(int status) {
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

/// What one job reports, from a worker of its own.
template <auto Job, class... Args>
[[nodiscard]] std::vector<std::string> in_worker(const Args&... args) {
  patterns::concurrency::process_pool<Job> pool({.workers = 1});
  return pool.submit(args...).get();
}

}  // namespace patterns_test
