/// @file
/// Runs a page as a process of its own: what it writes, how it ends, and for how long it may run.
export module tour:process;

import std;

export namespace tour {

/// How a program came to its end.
enum class ending { exited, killed, out_of_time, too_much_output };

/// What a program did.
struct run_result {
  ending how = ending::exited;
  int code = 0;        ///< the exit status, or the signal that killed it
  std::string output;  ///< standard output and standard error, in the order they were written
};

/// Thrown by process_runner::run when the person at the keyboard, or the system, asks tour to end.
class interrupted : public std::runtime_error {
 public:
  explicit interrupted(int signal) : std::runtime_error(std::format("ended by signal {}", signal)), signal_(signal) {}

  [[nodiscard]] int signal() const noexcept { return signal_; }

 private:
  int signal_;
};

/// Starts programs, one at a time, each in a process group of its own.
///
/// While it lives, SIGINT, SIGTERM and SIGHUP are held back until the running program and all it started are gone;
/// then run() throws interrupted. Nothing a program started outlives the call that ran it.
///
/// Thread-safety: one object a process, used by one thread, for signals belong to the whole process.
class process_runner {
 public:
  process_runner();
  ~process_runner();
  process_runner(const process_runner&) = delete;
  process_runner& operator=(const process_runner&) = delete;

  /// Runs `program` without arguments and with an empty standard input.
  /// @throws std::system_error if it cannot be started; interrupted
  [[nodiscard]] run_result run(const std::filesystem::path& program, std::chrono::milliseconds limit);

 private:
  struct signals;
  std::unique_ptr<signals> signals_;
};

/// The most a page may write.
inline constexpr std::size_t output_limit = std::size_t{1} << 20;

/// Why `result` is no success, such as "ended with status 3"; empty for a success.
[[nodiscard]] std::string describe_failure(const run_result& result, std::chrono::milliseconds limit);

/// Ends this process as `signal` would have.
[[noreturn]] void end_by_signal(int signal);

}  // namespace tour
