/// @file
/// C19 · process_pool_error: what can go wrong with a job that another process runs.
export module patterns.concurrency:process_pool_error;

import std;

export namespace patterns::concurrency {

/// The base of all that process_pool throws and delivers. The message begins with the function of the pool:
/// `process_pool of shop::price: ...`. Source: row C19; Python's `concurrent.futures.process.BrokenProcessPool`, which
/// fails every job there is, where these fail one.
class process_pool_error : public std::runtime_error {
 public:
  process_pool_error(std::string_view function, std::string_view problem);
};

/// Thrown by process_pool when it is given work after its shutdown began.
class process_pool_stopped : public process_pool_error {
 public:
  explicit process_pool_stopped(std::string_view function);
};

/// What the future of a job holds when the pool was shut down with `shutdown_mode::cancel` before the job ended.
class process_job_cancelled : public process_pool_error {
 public:
  explicit process_job_cancelled(std::string_view function);
};

/// Thrown by the constructor of process_pool when its workers cannot be started, and held by the future of a job whose
/// worker could not be replaced. The message says why: the system's reason, a program that does not begin with
/// run_worker, or one that has no such pool.
class worker_not_started : public process_pool_error {
 public:
  using process_pool_error::process_pool_error;
};

/// How a process ended.
struct process_end {
  /// The signal that killed it; 0 if it ended by itself.
  int signal = 0;
  /// Its exit status, if it ended by itself.
  int exit_status = 0;

  /// `was killed by signal 9`, or `ended with status 3`.
  [[nodiscard]] std::string text() const;
};

/// The worker ended while it ran the job: it crashed, was killed, or the job ended it.
class worker_died : public process_pool_error {
 public:
  worker_died(std::string_view function, process_end end);

  [[nodiscard]] inline process_end end() const noexcept { return end_; }

 private:
  process_end end_;
};

/// The job took longer than the pool allows, and its worker was killed.
class job_timeout : public process_pool_error {
 public:
  job_timeout(std::string_view function, std::chrono::milliseconds limit);

  [[nodiscard]] inline std::chrono::milliseconds limit() const noexcept { return limit_; }

 private:
  std::chrono::milliseconds limit_;
};

/// What came from the worker is no answer: the job wrote to the channel of its worker, or closed it. The worker was
/// killed, because nothing that it sends can be believed.
class protocol_error : public process_pool_error {
 public:
  using process_pool_error::process_pool_error;
};

/// Thrown by submit: the arguments take more bytes than the pool allows.
class job_too_large : public process_pool_error {
 public:
  job_too_large(std::string_view function, std::uint64_t size, std::size_t limit);

  [[nodiscard]] inline std::uint64_t size() const noexcept { return size_; }

 private:
  std::uint64_t size_;
};

/// The result takes more bytes than the pool allows. The worker did not send it, and goes on.
class result_too_large : public process_pool_error {
 public:
  result_too_large(std::string_view function, std::uint64_t size, std::size_t limit);

  [[nodiscard]] inline std::uint64_t size() const noexcept { return size_; }

 private:
  std::uint64_t size_;
};

/// The function threw in the worker, which goes on. An exception cannot cross to another process: its text does.
class remote_error : public process_pool_error {
 public:
  remote_error(std::string_view function, std::string type, std::string text);

  /// The type of what was thrown, as `std::out_of_range`: to be shown, not compared.
  [[nodiscard]] inline const std::string& type() const noexcept { return thrown_->type; }
  /// Its `what()`; empty if it is no std::exception.
  [[nodiscard]] inline const std::string& text() const noexcept { return thrown_->text; }

 private:
  struct thrown {
    std::string type;
    std::string text;
  };

  // Shared, because copying an exception must not throw.
  std::shared_ptr<const thrown> thrown_;
};

}  // namespace patterns::concurrency
