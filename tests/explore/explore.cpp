#include "explore.hpp"

#include <gtest/gtest-spi.h>
#include <sched.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <exception>
#include <set>

#include "scheduler.hpp"

namespace explore {

namespace {

using detail::chooser;
using detail::run_result;

/// Keeps the threads of a schedule, of which only one runs, on one processor: going from one to the next is then twice
/// as fast.
class one_processor {
 public:
  one_processor() {
    cpu_set_t here;
    CPU_ZERO(&here);
    CPU_SET(static_cast<std::size_t>(sched_getcpu()), &here);
    sched_getaffinity(0, sizeof before_, &before_);
    sched_setaffinity(0, sizeof here, &here);
  }
  one_processor(const one_processor&) = delete;
  one_processor& operator=(const one_processor&) = delete;
  ~one_processor() { sched_setaffinity(0, sizeof before_, &before_); }

 private:
  cpu_set_t before_{};
};

std::string what_is_thrown() {
  try {
    throw;
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "something that is no std::exception";
  }
}

// What would end the program ends the schedule.
class deaths {
 public:
  deaths() : before_(std::set_terminate(&terminate)) {
    for (const int number : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGTRAP}) {
      std::signal(number, &die);
    }
  }
  deaths(const deaths&) = delete;
  deaths& operator=(const deaths&) = delete;
  ~deaths() {
    std::set_terminate(before_);
    for (const int number : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGTRAP}) {
      std::signal(number, SIG_DFL);
    }
  }

 private:
  [[noreturn]] static void terminate() {
    if (!detail::scheduled()) {
      std::abort();
    }
    detail::fail("std::terminate" + (std::current_exception() ? ": " + what_is_thrown() : std::string()));
  }

  static void die(int number) {
    if (detail::scheduled()) {
      detail::fail("signal " + std::to_string(number));
    }
    std::signal(number, SIG_DFL);
    std::raise(number);
  }

  std::terminate_handler before_;
};

run_result run_once(const options& how, chooser& decides, const std::function<void()>& body) {
  testing::TestPartResultArray failed;
  run_result result;
  {
    const testing::ScopedFakeTestPartResultReporter reporter(
        testing::ScopedFakeTestPartResultReporter::INTERCEPT_ALL_THREADS, &failed);
    result = detail::run(
        how, decides,
        [](void* given) {
          try {
            (*static_cast<const std::function<void()>*>(given))();
          } catch (...) {
            detail::fail("the body throws: " + what_is_thrown());
          }
        },
        const_cast<std::function<void()>*>(&body));
  }
  if (result.fault.empty() && failed.size() > 0) {
    const auto& first = failed.GetTestPartResult(0);
    result.fault = std::string("expectation: ") + first.message();
  }
  return result;
}

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* const text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

/// Two runs before the first that counts: what is made once in a program is made, and the length is known.
std::size_t steps_of_one(const options& how, const std::function<void()>& body) {
  std::size_t steps = 0;
  for (int i = 0; i < 2; ++i) {
    detail::depth_first first(0);
    const auto result = run_once(how, first, body);
    if (!result.fault.empty()) {
      break;
    }
    steps = result.steps;
  }
  return std::max<std::size_t>(steps, 10);
}

void found(outcome& all, const run_result& result, std::uint64_t seed) {
  all.fault = result.fault;
  all.trace = result.trace;
  all.seed = seed;
}

}  // namespace

outcome search(const options& how, const std::function<void()>& body) {
  const one_processor pinned;
  const deaths survived;
  outcome all;
  std::set<std::uint64_t> seen;
  const auto seed_alone = number_from("PATTERNS_EXPLORE_SEED", 0);
  const auto first_seed = number_from("PATTERNS_EXPLORE_FIRST_SEED", 1);
  const auto most = how.schedules * number_from("PATTERNS_EXPLORE_SCALE", 1);
  const bool exhaustive = how.how == strategy::exhaustive;
  detail::depth_first path(how.preemptions);
  const auto steps = exhaustive ? 0 : steps_of_one(how, body);
  const auto run_seed = [&](std::uint64_t seed) {
    if (exhaustive) {
      path.again();
      return run_once(how, path, body);
    }
    const auto decides = detail::make_chooser(how, seed, steps);
    return run_once(how, *decides, body);
  };
  for (std::uint64_t seed = first_seed; seed - first_seed < most; ++seed) {
    if (!exhaustive && seed_alone != 0) {
      seed = seed_alone;
    }
    const auto result = run_seed(seed);
    ++all.schedules;
    seen.insert(result.hash);
    all.most_steps = std::max(all.most_steps, result.steps);
    if (!result.fault.empty() || seed == seed_alone) {
      found(all, result, seed);
      const auto again = run_seed(seed);
      all.replayed = again.fault == result.fault && again.hash == result.hash;
      break;
    }
    if (exhaustive && !path.next()) {
      all.complete = true;
      break;
    }
  }
  all.distinct = seen.size();
  std::cout << "explored " << all.schedules << " schedules, " << all.distinct << " distinct, of at most "
            << all.most_steps << " steps" << (all.complete ? ": all that there are" : "")
            << (all.fault.empty() ? "" : "; a fault with seed " + std::to_string(all.seed)) << '\n';
  return all;
}

testing::AssertionResult passes(const options& how, const std::function<void()>& body) {
  const auto all = search(how, body);
  if (all.fault.empty() && how.how == strategy::exhaustive && !all.complete) {
    return testing::AssertionFailure() << "no fault in " << all.schedules << " schedules, but there are more";
  }
  if (all.fault.empty()) {
    return testing::AssertionSuccess();
  }
  const auto again = how.how == strategy::exhaustive
                         ? std::string()
                         : "; to see it again: PATTERNS_EXPLORE_SEED=" + std::to_string(all.seed);
  return testing::AssertionFailure() << all.fault << "\nin schedule " << all.seed << again << '\n'
                                     << all.trace
                                     << (all.replayed ? "" : "It did not come again with the same seed.\n");
}

testing::AssertionResult finds(std::string_view text, const options& how, const std::function<void()>& body) {
  const auto all = search(how, body);
  if (all.fault.empty()) {
    return testing::AssertionFailure() << "no fault in " << all.schedules << " schedules";
  }
  if (all.fault.find(text) == std::string::npos) {
    return testing::AssertionFailure() << "another fault: " << all.fault << '\n' << all.trace;
  }
  if (!all.replayed) {
    return testing::AssertionFailure() << "seed " << all.seed << " did not lead to the same fault again: " << all.fault;
  }
  return testing::AssertionSuccess() << all.fault;
}

std::size_t choose(std::size_t count) {
  return detail::choose(count);
}

}  // namespace explore
