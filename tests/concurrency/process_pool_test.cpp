#include "googletest.hpp"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../message_of.hpp"

import googletest;
import std;
import patterns.concurrency;

using patterns::concurrency::job_timeout;
using patterns::concurrency::job_too_large;
using patterns::concurrency::process_function;
using patterns::concurrency::process_job_cancelled;
using patterns::concurrency::process_pool;
using patterns::concurrency::process_pool_error;
using patterns::concurrency::process_pool_options;
using patterns::concurrency::process_pool_stopped;
using patterns::concurrency::protocol_error;
using patterns::concurrency::remote_error;
using patterns::concurrency::result_too_large;
using patterns::concurrency::run_worker;
using patterns::concurrency::shutdown_mode;
using patterns::concurrency::worker_died;
using patterns::concurrency::worker_not_started;
using patterns_test::message_of;
using namespace std::chrono_literals;

namespace jobs {

struct order {
  std::string customer;
  std::vector<int> prices;
};

struct receipt {
  std::string customer;
  int total = 0;

  bool operator==(const receipt&) const = default;
};

receipt bill(const order& placed) {
  return {placed.customer, std::accumulate(placed.prices.begin(), placed.prices.end(), 0)};
}

/// Does what its text says, so that one pool can be brought to grief in every way.
std::string obey(const std::string& command, std::int64_t number) {
  constexpr int channel = 3;
  if (command == "crash") {
    ::raise(SIGKILL);
  } else if (command == "exit") {
    ::_exit(static_cast<int>(number));
  } else if (command == "print") {
    std::cout << "rubbish on the standard output\n";
  } else if (command == "chatter") {
    const std::string rubbish(static_cast<std::size_t>(number), 'x');
    (void)::write(channel, rubbish.data(), rubbish.size());
  } else if (command == "close") {
    ::close(channel);
    for (;;) {
      ::pause();
    }
  } else if (command == "large") {
    return std::string(static_cast<std::size_t>(number), 'x');
  } else if (command == "hang") {
    for (;;) {
      ::pause();
    }
  } else if (command == "leave a child") {
    if (::fork() == 0) {
      for (;;) {
        ::pause();
      }
    }
    ::_exit(static_cast<int>(number));
  } else if (command == "throw") {
    throw std::out_of_range("no row " + std::to_string(number));
  } else if (command == "throw at length") {
    throw std::runtime_error(std::string(static_cast<std::size_t>(number), 'x'));
  } else if (command == "throw a number") {
    throw static_cast<int>(number);
  } else if (command == "leave the group and hang") {
    int held_while_it_lives[2];
    (void)::pipe(held_while_it_lives);
    const auto child = ::fork();
    if (child == 0) {
      ::close(held_while_it_lives[1]);
      char nothing = 0;
      (void)::read(held_while_it_lives[0], &nothing, 1);
      ::_exit(0);
    }
    ::setpgid(child, child);
    ::setpgid(0, child);
    for (;;) {
      ::pause();
    }
  } else if (command == "variable") {
    const char* const found = std::getenv("PATTERNS_PROCESS_POOL_WORKER");
    return found == nullptr ? "none" : found;
  }
  return command;
}

/// Says in a pipe that it has begun, and never ends.
void announce_and_hang(const std::string& pipe) {
  const int opened = ::open(pipe.c_str(), O_WRONLY);
  (void)::write(opened, "b", 1);
  for (;;) {
    ::pause();
  }
}

/// Has a pool of its own, in which a job hangs.
void hang_in_a_pool_of_its_own(const std::string& pipe) {
  process_pool<announce_and_hang> pool({.workers = 1});
  pool.submit(pipe).get();
}

int changed_by_the_program = 1;

int changed_variable() {
  return changed_by_the_program;
}

int process() {
  return ::getpid();
}

/// What the numbers of this process's open files stand for.
std::map<int, std::string> open_files() {
  std::map<int, std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code gone;
    const auto target = std::filesystem::read_symlink(entry.path(), gone).string();
    if (!gone && !target.ends_with("/fd")) {
      found.emplace(std::stoi(entry.path().filename()), target);
    }
  }
  return found;
}

std::size_t characters_on_standard_input() {
  const std::string all(std::istreambuf_iterator<char>(std::cin), {});
  return all.size();
}

std::vector<int> blocked_or_ignored_signals() {
  std::vector<int> found;
  sigset_t blocked;
  ::sigprocmask(SIG_SETMASK, nullptr, &blocked);
  for (const int each : {SIGPIPE, SIGTERM, SIGUSR1}) {
    struct sigaction action{};
    ::sigaction(each, nullptr, &action);
    if (::sigismember(&blocked, each) == 1 || action.sa_handler == SIG_IGN) {
      found.push_back(each);
    }
  }
  return found;
}

std::unique_ptr<int> half(std::unique_ptr<int> number) {
  *number /= 2;
  return number;
}

int square(int number) {
  return number * number;
}
double square(double number) {
  return number * number;
}

struct plus_three {
  int operator()(int number) const noexcept { return number + 3; }
};

std::size_t length(std::vector<std::byte> bytes) {
  return bytes.size();
}

/// A function that ends its worker for some numbers.
std::int64_t fragile(std::int64_t number, bool dies) {
  if (dies) {
    ::raise(number % 2 == 0 ? SIGKILL : SIGABRT);
  }
  return number * 7;
}

}  // namespace jobs

namespace {

constexpr auto twice = [](int number) { return 2 * number; };
constexpr auto thrice = [](int number) { return 3 * number; };

static_assert(process_function<decltype(&jobs::bill)>);
static_assert(process_function<jobs::plus_three>);
static_assert(process_function<void (*)()>);
static_assert(process_function<std::unique_ptr<int> (*)(std::unique_ptr<int>) noexcept>);
static_assert(!process_function<int>);
static_assert(!process_function<int (*)(int*)>, "a pointer means nothing in another process");
static_assert(!process_function<int (*)(std::string_view)>);
static_assert(!process_function<int (*)(std::string&)>, "the caller's object would not be changed");
static_assert(!process_function<int& (*)()>);
static_assert(!process_function<const char* (*)()>);
static_assert(!process_function<decltype([](auto) {})>);
static_assert(!process_function<decltype([](int) mutable {})>);

using obedient_pool = process_pool<&jobs::obey>;

template <class Pool, class... Args>
concept takes = requires(Pool& pool, Args&&... args) { pool.submit(std::forward<Args>(args)...); };
static_assert(takes<obedient_pool, const char (&)[6], int>, "arguments are converted as in a call");
static_assert(!takes<obedient_pool, int, int>);
static_assert(!takes<obedient_pool, const char (&)[6]>);
static_assert(!takes<process_pool<&jobs::half>, std::unique_ptr<int>&>);
static_assert(std::same_as<decltype(std::declval<obedient_pool&>().submit("", 0)), std::future<std::string>>);
static_assert(!std::is_copy_constructible_v<obedient_pool>);
static_assert(std::derived_from<worker_died, process_pool_error> &&
              std::derived_from<job_timeout, process_pool_error> &&
              std::derived_from<protocol_error, process_pool_error> &&
              std::derived_from<remote_error, process_pool_error> &&
              std::derived_from<job_too_large, process_pool_error> &&
              std::derived_from<result_too_large, process_pool_error> &&
              std::derived_from<worker_not_started, process_pool_error> &&
              std::derived_from<process_job_cancelled, process_pool_error> &&
              std::derived_from<process_pool_stopped, process_pool_error>);

const process_pool_options one_worker{.workers = 1};

/// A named pipe on which a job says that it has begun, and which shows when all that hold it are gone.
class announcement {
 public:
  announcement()
      : path_(std::filesystem::temp_directory_path() /
              std::format("patterns_process_pool_{}_{}", ::getpid(), count_++)) {
    std::filesystem::remove(path_);
    if (::mkfifo(path_.c_str(), 0600) != 0) {
      throw std::runtime_error("no pipe " + path_.string());
    }
    // Does not wait for a writer, and sees no end before there was one.
    reader_ = ::open(path_.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  }
  announcement(const announcement&) = delete;
  announcement& operator=(const announcement&) = delete;
  ~announcement() {
    ::close(reader_);
    std::filesystem::remove(path_);
  }

  [[nodiscard]] std::string path() const { return path_.string(); }

  /// Waits for a job to begin; false if that takes longer than any job does.
  [[nodiscard]] bool came() const { return next() == 'b'; }
  /// Waits for the end of all that have the pipe open.
  [[nodiscard]] bool ended() const { return next() == 'e'; }

 private:
  [[nodiscard]] char next() const {
    pollfd watched{reader_, POLLIN, 0};
    if (::poll(&watched, 1, 60'000) != 1) {
      return 't';
    }
    char found = 'e';
    (void)::read(reader_, &found, 1);
    return found;
  }

  static inline int count_ = 0;
  std::filesystem::path path_;
  int reader_;
};

[[nodiscard]] bool exists(std::int64_t process) {
  return ::kill(static_cast<pid_t>(process), 0) == 0;
}

/// Kills a process of ours and waits until it is dead, but leaves it to its pool to take note of that.
void kill_and_await(std::int64_t process) {
  ::kill(static_cast<pid_t>(process), SIGKILL);
  siginfo_t info{};
  ::waitid(P_PID, static_cast<id_t>(process), &info, WEXITED | WNOWAIT);
}

/// No child has ended without being waited for; one that runs may be a sanitizer's.
[[nodiscard]] bool has_no_zombies() {
  siginfo_t info{};
  return ::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == -1 ? errno == ECHILD : info.si_pid == 0;
}

/// The open files that can be of a pool; a sanitizer has pipes.
[[nodiscard]] std::map<int, std::string> files_of_pools() {
  auto found = jobs::open_files();
  std::erase_if(found, [](const auto& each) {
    return !each.second.starts_with("socket:") && !each.second.starts_with("anon_inode:");
  });
  return found;
}

/// What the future of a job throws.
template <class Error, class R>
[[nodiscard]] std::string failure(std::future<R> result) {
  return message_of<Error>([&result] { (void)result.get(); });
}

TEST(C19_process_pool, returns_what_the_function_does) {
  process_pool<&jobs::bill> pool({.workers = 2});
  auto first = pool.submit(jobs::order{"Ada", {3, 4, 5}});
  auto second = pool.submit(jobs::order{"Brendan", {}});
  EXPECT_EQ(first.get(), (jobs::receipt{"Ada", 12}));
  EXPECT_EQ(second.get(), (jobs::receipt{"Brendan", 0}));
  EXPECT_EQ(pool.size(), 2U);
}

TEST(C19_process_pool, takes_and_returns_what_can_only_be_moved) {
  process_pool<&jobs::half> pool(one_worker);
  EXPECT_EQ(*pool.submit(std::make_unique<int>(14)).get(), 7);
}

TEST(C19_process_pool, runs_any_function_of_one_signature) {
  process_pool<static_cast<int (*)(int)>(jobs::square)> of_int(one_worker);
  process_pool<static_cast<double (*)(double)>(jobs::square)> of_double(one_worker);
  process_pool<jobs::plus_three{}> of_class(one_worker);
  EXPECT_EQ(of_int.submit(5).get(), 25);
  EXPECT_EQ(of_double.submit(0.5).get(), 0.25);
  EXPECT_EQ(of_class.submit(4).get(), 7);
}

TEST(C19_process_pool, tells_lambdas_apart_that_are_spelled_alike) {
  process_pool<twice> doubling(one_worker);
  process_pool<thrice> tripling(one_worker);
  EXPECT_EQ(doubling.submit(5).get(), 10);
  EXPECT_EQ(tripling.submit(5).get(), 15);
}

TEST(C19_process_pool, runs_jobs_in_other_processes_than_its_own) {
  process_pool<&jobs::process> pool({.workers = 3});
  const auto workers = pool.processes();
  ASSERT_EQ(workers.size(), 3U);
  for (int i = 0; i < 10; ++i) {
    const int process = pool.submit().get();
    EXPECT_NE(process, ::getpid());
    EXPECT_NE(std::ranges::find(workers, process), workers.end());
  }
}

TEST(C19_process_pool, starts_the_program_anew_instead_of_forking_it) {
  jobs::changed_by_the_program = 2;
  process_pool<&jobs::changed_variable> pool(one_worker);
  EXPECT_EQ(pool.submit().get(), 1);
}

TEST(C19_process_pool, gives_a_worker_no_files_but_its_channel) {
  const int inheritable = ::open("/dev/null", O_RDONLY);
  process_pool<&jobs::open_files> pool({.workers = 2});
  const auto files = pool.submit().get();
  ::close(inheritable);
  std::vector<int> numbers;
  for (const auto& [number, target] : files) {
    numbers.push_back(number);
  }
  EXPECT_EQ(numbers, (std::vector{0, 1, 2, 3}));
  EXPECT_EQ(files.at(0), "/dev/null");
  EXPECT_TRUE(files.at(3).starts_with("socket:")) << files.at(3);
}

TEST(C19_process_pool, gives_a_worker_an_empty_standard_input) {
  process_pool<&jobs::characters_on_standard_input> pool(one_worker);
  EXPECT_EQ(pool.submit().get(), 0U);
}

TEST(C19_process_pool, gives_a_worker_the_signals_as_a_program_finds_them) {
  sigset_t blocked;
  sigset_t before;
  ::sigemptyset(&blocked);
  ::sigaddset(&blocked, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &blocked, &before);
  struct sigaction ignoring{};
  struct sigaction old{};
  ignoring.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &ignoring, &old);
  process_pool<&jobs::blocked_or_ignored_signals> pool(one_worker);
  EXPECT_EQ(pool.submit().get(), std::vector<int>());
  ::sigaction(SIGPIPE, &old, nullptr);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

TEST(C19_process_pool, hides_from_a_job_that_its_program_is_a_worker) {
  obedient_pool pool(one_worker);
  EXPECT_EQ(pool.submit("variable", 0).get(), "none");
}

TEST(C19_process_pool, delivers_what_a_job_throws_as_text) {
  obedient_pool pool(one_worker);
  const auto workers = pool.processes();
  auto result = pool.submit("throw", 7);
  try {
    (void)result.get();
    FAIL() << "no exception";
  } catch (const remote_error& error) {
    EXPECT_EQ(error.type(), "std::out_of_range");
    EXPECT_EQ(error.text(), "no row 7");
    EXPECT_STREQ(error.what(), "process_pool of jobs::obey: it threw std::out_of_range: no row 7");
  }
  EXPECT_EQ(failure<remote_error>(pool.submit("throw a number", 7)), "process_pool of jobs::obey: it threw int");
  EXPECT_EQ(pool.submit("fine", 0).get(), "fine");
  EXPECT_EQ(pool.processes(), workers) << "a worker that only threw was replaced";
}

TEST(C19_process_pool, cuts_the_text_of_an_exception_that_is_too_long) {
  obedient_pool pool({.workers = 1, .largest_frame = 100});
  auto result = pool.submit("throw at length", 10'000'000);
  try {
    (void)result.get();
    FAIL() << "no exception";
  } catch (const remote_error& error) {
    EXPECT_EQ(error.type(), "std::runtime_error");
    EXPECT_GT(error.text().size(), 10'000U);
    EXPECT_LT(error.text().size(), 100'000U);
  }
}

TEST(C19_process_pool, fails_only_the_job_whose_worker_crashes) {
  obedient_pool pool(one_worker);
  const auto before = pool.processes();
  auto crashing = pool.submit("crash", 0);
  auto queued = pool.submit("queued", 0);
  try {
    (void)crashing.get();
    FAIL() << "no exception";
  } catch (const worker_died& error) {
    EXPECT_EQ(error.end().signal, SIGKILL);
    EXPECT_EQ(error.end().exit_status, 0);
    EXPECT_STREQ(error.what(), "process_pool of jobs::obey: the worker was killed by signal 9 while it ran the job");
  }
  EXPECT_EQ(queued.get(), "queued");
  const auto after = pool.processes();
  ASSERT_EQ(after.size(), 1U);
  EXPECT_NE(after, before);
  EXPECT_FALSE(exists(before[0]));
}

TEST(C19_process_pool, fails_only_the_job_that_ends_its_worker) {
  obedient_pool pool(one_worker);
  auto result = pool.submit("exit", 3);
  try {
    (void)result.get();
    FAIL() << "no exception";
  } catch (const worker_died& error) {
    EXPECT_EQ(error.end().signal, 0);
    EXPECT_EQ(error.end().exit_status, 3);
    EXPECT_STREQ(error.what(), "process_pool of jobs::obey: the worker ended with status 3 while it ran the job");
  }
  EXPECT_EQ(failure<worker_died>(pool.submit("exit", 0)),
            "process_pool of jobs::obey: the worker ended with status 0 while it ran the job");
  EXPECT_EQ(pool.submit("fine", 0).get(), "fine");
}

TEST(C19_process_pool, fails_only_the_job_whose_worker_is_killed_from_outside) {
  const announcement begun;
  process_pool<&jobs::announce_and_hang> pool({.workers = 1});
  auto killed = pool.submit(begun.path());
  ASSERT_TRUE(begun.came());
  ::kill(static_cast<pid_t>(pool.processes().at(0)), SIGKILL);
  EXPECT_EQ(failure<worker_died>(std::move(killed)),
            "process_pool of jobs::announce_and_hang: the worker was killed by signal 9 while it ran the job");
  const announcement begun_next;
  auto next = pool.submit(begun_next.path());
  EXPECT_TRUE(begun_next.came());
  pool.shutdown(shutdown_mode::cancel);
}

TEST(C19_process_pool, replaces_a_worker_that_dies_between_jobs_before_any_job_notices) {
  obedient_pool pool(one_worker);
  for (int i = 0; i < 3; ++i) {
    const auto idle = pool.processes().at(0);
    kill_and_await(idle);
    EXPECT_EQ(pool.submit("fine", 0).get(), "fine");
    EXPECT_NE(pool.processes().at(0), idle);
  }
}

TEST(C19_process_pool, gives_a_job_to_another_worker_if_the_first_dies_before_it_has_all_of_it) {
  process_pool<&jobs::length> pool(one_worker);
  const auto stopped = pool.processes().at(0);
  ::kill(static_cast<pid_t>(stopped), SIGSTOP);
  siginfo_t info{};
  ::waitid(P_PID, static_cast<id_t>(stopped), &info, WSTOPPED | WNOWAIT);
  auto result = pool.submit(std::vector<std::byte>(2'000'000));
  kill_and_await(stopped);
  EXPECT_EQ(result.get(), 2'000'000U);
}

TEST(C19_process_pool, ends_a_worker_with_what_it_started) {
  obedient_pool pool(one_worker);
  EXPECT_EQ(failure<worker_died>(pool.submit("leave a child", 5)),
            "process_pool of jobs::obey: the worker ended with status 5 while it ran the job");
  EXPECT_EQ(pool.submit("fine", 0).get(), "fine");
}

TEST(C19_process_pool, does_not_mind_what_a_job_prints) {
  testing::internal::CaptureStdout();
  obedient_pool pool(one_worker);
  const auto workers = pool.processes();
  const auto answer = pool.submit("print", 0).get();
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "rubbish on the standard output\n") << "before the result is there";
  EXPECT_EQ(answer, "print");
  EXPECT_EQ(pool.processes(), workers);
}

TEST(C19_process_pool, fails_only_the_job_that_writes_rubbish_to_the_channel) {
  obedient_pool pool(one_worker);
  for (const std::int64_t size : {1, 47, 48, 49, 100'000}) {
    const auto before = pool.processes();
    auto chattering = pool.submit("chatter", size);
    auto queued = pool.submit("queued", 0);
    const auto message = failure<protocol_error>(std::move(chattering));
    EXPECT_TRUE(message.starts_with("process_pool of jobs::obey: what the worker sent is no answer: it begins with 'x"))
        << size << ": " << message;
    EXPECT_EQ(queued.get(), "queued");
    EXPECT_NE(pool.processes(), before);
  }
}

TEST(C19_process_pool, fails_only_the_job_that_closes_the_channel) {
  obedient_pool pool(one_worker);
  EXPECT_EQ(failure<protocol_error>(pool.submit("close", 0)),
            "process_pool of jobs::obey: the worker has closed its channel");
  EXPECT_EQ(pool.submit("fine", 0).get(), "fine");
}

TEST(C19_process_pool, fails_only_the_job_whose_result_is_too_large) {
  obedient_pool pool({.workers = 1, .largest_frame = 1000});
  const auto workers = pool.processes();
  auto result = pool.submit("large", 100'000);
  try {
    (void)result.get();
    FAIL() << "no exception";
  } catch (const result_too_large& error) {
    EXPECT_GT(error.size(), 100'000U);
    EXPECT_EQ(error.what(),
              std::format("process_pool of jobs::obey: the result takes {} bytes, and 1000 are allowed", error.size()));
  }
  EXPECT_EQ(pool.submit("large", 900).get().size(), 900U);
  EXPECT_EQ(pool.processes(), workers);
}

TEST(C19_process_pool, refuses_a_job_that_is_too_large) {
  process_pool<&jobs::length> pool({.workers = 1, .largest_frame = 1000});
  try {
    (void)pool.submit(std::vector<std::byte>(1001));
    FAIL() << "no exception";
  } catch (const job_too_large& error) {
    EXPECT_GT(error.size(), 1001U);
    EXPECT_EQ(
        error.what(),
        std::format("process_pool of jobs::length: the arguments take {} bytes, and 1000 are allowed", error.size()));
  }
  EXPECT_EQ(pool.submit(std::vector<std::byte>(900)).get(), 900U);
}

TEST(C19_process_pool, passes_what_is_larger_than_any_buffer) {
  obedient_pool pool(one_worker);
  EXPECT_EQ(pool.submit("large", 4'000'000).get().size(), 4'000'000U);
  process_pool<&jobs::length> other(one_worker);
  EXPECT_EQ(other.submit(std::vector<std::byte>(4'000'000)).get(), 4'000'000U);
}

TEST(C19_process_pool, ends_a_job_that_takes_too_long) {
  obedient_pool pool({.workers = 1, .job_timeout = 100ms});
  const auto before = pool.processes();
  auto hanging = pool.submit("hang", 0);
  try {
    (void)hanging.get();
    FAIL() << "no exception";
  } catch (const job_timeout& error) {
    EXPECT_EQ(error.limit(), 100ms);
    EXPECT_STREQ(error.what(),
                 "process_pool of jobs::obey: the job took longer than 100 ms, and its worker was killed");
  }
  EXPECT_FALSE(exists(before.at(0)));
}

TEST(C19_process_pool, ends_a_worker_that_a_job_has_moved_to_another_group) {
  obedient_pool pool({.workers = 1, .job_timeout = 100ms});
  const auto before = pool.processes();
  EXPECT_THROW((void)pool.submit("leave the group and hang", 0).get(), job_timeout);
  EXPECT_FALSE(exists(before.at(0)));
}

TEST(C19_process_pool, goes_on_after_a_job_that_took_too_long) {
  obedient_pool pool({.workers = 1, .job_timeout = 2s});
  auto hanging = pool.submit("hang", 0);
  auto queued = pool.submit("queued", 0);
  EXPECT_EQ(queued.get(), "queued");
  EXPECT_EQ(hanging.wait_for(0s), std::future_status::ready);
}

TEST(C19_process_pool, ends_a_job_that_takes_too_long_to_be_sent) {
  process_pool<&jobs::length> pool({.workers = 1, .job_timeout = 100ms});
  ::kill(static_cast<pid_t>(pool.processes().at(0)), SIGSTOP);
  EXPECT_EQ(failure<job_timeout>(pool.submit(std::vector<std::byte>(2'000'000))),
            "process_pool of jobs::length: the job took longer than 100 ms, and its worker was killed");
}

TEST(C19_process_pool, gets_every_other_result_right_when_random_workers_die) {
  constexpr std::int64_t count = 1000;
  process_pool<&jobs::fragile> pool({.workers = 3});
  std::mt19937 random(19);
  std::bernoulli_distribution one_in_twenty_five(0.04);
  std::vector<bool> dying;
  std::vector<std::future<std::int64_t>> results;
  for (std::int64_t i = 0; i < count; ++i) {
    dying.push_back(one_in_twenty_five(random));
    results.push_back(pool.submit(i, bool{dying.back()}));
  }
  std::int64_t right = 0;
  std::int64_t died = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    const auto at = static_cast<std::size_t>(i);
    try {
      EXPECT_EQ(results[at].get(), i * 7);
      EXPECT_FALSE(dying[at]) << i;
      ++right;
    } catch (const worker_died& error) {
      EXPECT_TRUE(dying[at]) << i << ": " << error.what();
      ++died;
    }
  }
  EXPECT_EQ(died, std::ranges::count(dying, true));
  EXPECT_GT(died, 20);
  EXPECT_EQ(right + died, count);
}

TEST(C19_process_pool, takes_jobs_from_many_threads) {
  process_pool<&jobs::fragile> pool({.workers = 2});
  std::atomic<int> wrong = 0;
  {
    std::vector<std::thread> threads;
    for (std::int64_t thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&pool, &wrong, thread] {
        for (std::int64_t i = 0; i < 50; ++i) {
          const auto number = thread * 1000 + i;
          wrong += pool.submit(number, false).get() == number * 7 ? 0 : 1;
        }
      });
    }
    for (auto& thread : threads) {
      thread.join();
    }
  }
  EXPECT_EQ(wrong, 0);
}

TEST(C19_process_pool, is_not_disturbed_by_signals) {
  struct sigaction action{};
  struct sigaction old{};
  action.sa_handler = [](int) {};
  ::sigaction(SIGALRM, &action, &old);
  const itimerval often{{0, 500}, {0, 500}};
  ::setitimer(ITIMER_REAL, &often, nullptr);
  {
    process_pool<&jobs::length> pool({.workers = 2});
    for (int i = 0; i < 20; ++i) {
      EXPECT_EQ(pool.submit(std::vector<std::byte>(300'000)).get(), 300'000U);
    }
  }
  const itimerval never{};
  ::setitimer(ITIMER_REAL, &never, nullptr);
  ::sigaction(SIGALRM, &old, nullptr);
}

TEST(C19_process_pool, does_all_jobs_before_it_ends) {
  std::vector<std::future<std::int64_t>> results;
  {
    process_pool<&jobs::fragile> pool({.workers = 2});
    for (std::int64_t i = 0; i < 100; ++i) {
      results.push_back(pool.submit(i, i == 50));
    }
  }
  for (std::int64_t i = 0; i < 100; ++i) {
    auto& result = results[static_cast<std::size_t>(i)];
    ASSERT_EQ(result.wait_for(0s), std::future_status::ready);
    if (i != 50) {
      EXPECT_EQ(result.get(), i * 7);
    }
  }
}

TEST(C19_process_pool, cancels_jobs_that_wait_and_those_that_run) {
  const announcement begun;
  process_pool<&jobs::announce_and_hang> pool({.workers = 1});
  const auto worker = pool.processes().at(0);
  auto running = pool.submit(begun.path());
  auto waiting = pool.submit(begun.path());
  ASSERT_TRUE(begun.came());
  pool.shutdown(shutdown_mode::cancel);
  const auto expected = "process_pool of jobs::announce_and_hang: the job was cancelled before it ended";
  EXPECT_EQ(failure<process_job_cancelled>(std::move(running)), expected);
  EXPECT_EQ(failure<process_job_cancelled>(std::move(waiting)), expected);
  EXPECT_FALSE(exists(worker));
  EXPECT_TRUE(pool.processes().empty());
  EXPECT_TRUE(begun.ended());
}

TEST(C19_process_pool, cancels_when_it_is_destroyed_if_told_so) {
  const announcement begun;
  std::future<void> running;
  {
    process_pool<&jobs::announce_and_hang> pool({.workers = 1, .on_destroy = shutdown_mode::cancel});
    running = pool.submit(begun.path());
    ASSERT_TRUE(begun.came());
  }
  EXPECT_THROW(running.get(), process_job_cancelled);
}

TEST(C19_process_pool, lets_a_cancel_override_a_drain) {
  const announcement begun;
  process_pool<&jobs::announce_and_hang> pool({.workers = 1});
  auto running = pool.submit(begun.path());
  ASSERT_TRUE(begun.came());
  std::thread draining([&pool] { pool.shutdown(shutdown_mode::drain); });
  pool.shutdown(shutdown_mode::cancel);
  draining.join();
  EXPECT_THROW(running.get(), process_job_cancelled);
}

TEST(C19_process_pool, refuses_work_after_its_shutdown) {
  obedient_pool pool(one_worker);
  pool.shutdown();
  pool.shutdown();
  EXPECT_EQ(message_of<process_pool_stopped>([&pool] { (void)pool.submit("late", 0); }),
            "process_pool of jobs::obey: the pool was given work after its shutdown");
}

TEST(C19_process_pool, leaves_no_process_and_no_file_behind) {
  const auto before = files_of_pools();
  std::vector<std::int64_t> workers;
  {
    obedient_pool pool({.workers = 2, .job_timeout = 5s});
    for (const auto* command : {"crash", "exit", "chatter", "leave a child", "fine", "throw"}) {
      pool.submit(command, 100).wait();
    }
    workers = pool.processes();
    kill_and_await(workers.at(0));
  }
  EXPECT_TRUE(has_no_zombies());
  EXPECT_TRUE(std::ranges::none_of(workers, exists));
  EXPECT_EQ(files_of_pools(), before);
}

TEST(C19_process_pool, takes_its_workers_with_it_when_its_program_is_killed) {
  const announcement begun;
  process_pool<&jobs::hang_in_a_pool_of_its_own> pool({.workers = 1});
  auto result = pool.submit(begun.path());
  ASSERT_TRUE(begun.came()) << "a worker has a pool of its own";
  ::kill(static_cast<pid_t>(pool.processes().at(0)), SIGKILL);
  EXPECT_THROW(result.get(), worker_died);
  EXPECT_TRUE(begun.ended()) << "the worker of the worker goes on";
}

TEST(C19_process_pool, refuses_to_have_no_workers_and_no_time) {
  EXPECT_EQ(message_of<std::invalid_argument>([] { const obedient_pool pool({.workers = 0}); }),
            "process_pool of jobs::obey: a pool of 0 workers cannot run anything");
  EXPECT_EQ(message_of<std::invalid_argument>([] { const obedient_pool pool({.workers = 1, .job_timeout = 0ms}); }),
            "process_pool of jobs::obey: a job cannot be done within 0 ms");
}

TEST(C19_process_pool, says_that_a_program_cannot_be_started) {
  EXPECT_EQ(message_of<worker_not_started>([] { const obedient_pool pool({.workers = 2, .program = "/no/such"}); }),
            "process_pool of jobs::obey: cannot start '/no/such' as a worker: No such file or directory");
  EXPECT_TRUE(has_no_zombies());
}

TEST(C19_process_pool, says_that_a_program_ends_instead_of_being_a_worker) {
  EXPECT_EQ(message_of<worker_not_started>([] { const obedient_pool pool({.workers = 2, .program = "/bin/false"}); }),
            "process_pool of jobs::obey: a worker ended with status 1 before it was ready: does its main begin with "
            "run_worker?");
  EXPECT_TRUE(has_no_zombies());
}

/// Has the workers that this program starts misbehave as `how` says; see main.
class misled_workers {
 public:
  explicit misled_workers(const char* how) { ::setenv(variable, how, 1); }
  misled_workers(const misled_workers&) = delete;
  misled_workers& operator=(const misled_workers&) = delete;
  ~misled_workers() { ::unsetenv(variable); }

  static constexpr const char* variable = "PATTERNS_TEST_MISLED_WORKERS";
};

TEST(C19_process_pool, says_that_a_program_does_not_answer) {
  const misled_workers hanging("hang");
  EXPECT_EQ(message_of<worker_not_started>([] { const obedient_pool pool({.workers = 2, .start_timeout = 50ms}); }),
            "process_pool of jobs::obey: a worker was not ready within 50 ms: does its main begin with run_worker?");
  EXPECT_TRUE(has_no_zombies());
}

TEST(C19_process_pool, does_not_start_itself_again_and_again_if_main_forgets_to_be_a_worker) {
  const misled_workers forgetful("forget");
  EXPECT_EQ(message_of<worker_not_started>([] { const obedient_pool pool(one_worker); }),
            "process_pool of jobs::obey: a worker ended with status 77 before it was ready: does its main begin with "
            "run_worker?");
}

TEST(C19_process_pool, says_that_a_program_has_no_such_function) {
  const misled_workers strange("strange");
  EXPECT_EQ(message_of<worker_not_started>([] { const obedient_pool pool(one_worker); }),
            "process_pool of jobs::obey: the worker's program has no process_pool of this function");
}

TEST(C19_process_pool, says_that_a_worker_answers_in_another_language) {
  const misled_workers chattering("chatter");
  EXPECT_EQ(message_of<worker_not_started>([] { const obedient_pool pool(one_worker); }),
            "process_pool of jobs::obey: the worker's program does not answer as a worker does");
}

TEST(C19_process_pool, fails_a_job_whose_worker_cannot_be_replaced_and_tries_again_for_the_next) {
  const auto program = std::filesystem::temp_directory_path() / std::format("patterns_process_pool_{}", ::getpid());
  const auto becomes = [&program](const std::filesystem::path& target) {
    std::filesystem::remove(program);
    std::filesystem::create_symlink(target, program);
  };
  const auto itself = std::filesystem::read_symlink("/proc/self/exe");
  becomes(itself);
  {
    obedient_pool pool({.workers = 1, .program = program});
    becomes("/bin/false");
    EXPECT_THROW((void)pool.submit("crash", 0).get(), worker_died);
    EXPECT_THROW((void)pool.submit("fine", 0).get(), worker_not_started);
    EXPECT_THROW((void)pool.submit("fine", 0).get(), worker_not_started);
    becomes(itself);
    EXPECT_EQ(pool.submit("fine", 0).get(), "fine");
  }
  std::filesystem::remove(program);
}

TEST(C19_run_worker, returns_at_once_in_a_program_that_is_none) {
  EXPECT_EQ(run_worker(), std::nullopt);
}

/// What a worker does that does not begin as it should.
void mislead(std::string_view how) {
  constexpr int forgotten = 77;
  if (how == "hang") {
    for (;;) {
      ::pause();
    }
  } else if (how == "forget") {
    try {
      const obedient_pool pool(one_worker);
    } catch (const worker_not_started& error) {
      constexpr std::string_view expected =
          "process_pool of jobs::obey: this program is a worker itself, and its main must begin with run_worker";
      std::_Exit(error.what() == expected ? forgotten : 1);
    }
    std::_Exit(0);
  } else if (how == "strange") {
    ::setenv("PATTERNS_PROCESS_POOL_WORKER", std::format("{} 1000 0 no_function", ::getppid()).c_str(), 1);
  } else if (how == "chatter") {
    const std::string rubbish(100, 'x');
    (void)::write(3, rubbish.data(), rubbish.size());
  }
}

}  // namespace

// The program of the theme's tests is its own worker.
int main(int argc, char** argv) {
  if (const char* const how = std::getenv(misled_workers::variable)) {
    mislead(how);
  }
  if (const auto status = run_worker()) {
    return *status;
  }
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
