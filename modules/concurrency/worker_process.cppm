/// @file
/// C19 · worker_process: a worker as its pool sees it.
module patterns.concurrency:worker_process;

import std;
import :process_pool_error;
import :worker_frame;

namespace patterns::concurrency::detail {

using worker_deadline = std::optional<std::chrono::steady_clock::time_point>;

/// What a worker is started with.
struct worker_plan {
  /// As messages name it.
  std::string function;
  /// Which of several functions of one name it is.
  std::size_t ordinal;
  /// By which the program finds it.
  std::string key;
  /// Empty: the program that runs.
  std::filesystem::path program;
  std::chrono::milliseconds start_timeout;
  std::optional<std::chrono::milliseconds> job_timeout;
  std::size_t largest_frame;
  /// That of the program when the pool was made: later it may be changed while a worker starts.
  std::vector<std::string> environment;
};

[[nodiscard]] std::vector<std::string> current_environment();

/// A file of the system's that is closed once.
class descriptor {
 public:
  explicit inline descriptor(int number = -1) noexcept : number_(number) {}
  inline descriptor(descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  descriptor& operator=(descriptor&& other) noexcept;
  inline ~descriptor() { close(); }

  [[nodiscard]] inline int number() const noexcept { return number_; }
  void close() noexcept;

 private:
  int number_;
};

/// Something that all who wait for a worker see at once.
class wake_all {
 public:
  wake_all();

  void raise() noexcept;
  [[nodiscard]] inline int number() const noexcept { return event_.number(); }

 private:
  descriptor event_;
};

/// The worker is gone and has not got the whole job, so that another one may run it.
struct job_not_begun {
  process_end end;
};

struct worker_answer {
  frame_kind kind;
  std::vector<std::byte> payload;
};

/// A process that runs one job at a time. When this object is gone, so is the process, and nothing is left of it.
///
/// Thread-safety: one thread, which must outlive it: on Linux a worker dies with the thread that started it.
class worker_process {
 public:
  /// Starts a worker, and waits until it is ready.
  /// @throws worker_not_started; process_job_cancelled if `cancelled` is raised
  worker_process(const worker_plan& plan, const wake_all& cancelled);
  worker_process(const worker_process&) = delete;
  worker_process& operator=(const worker_process&) = delete;

  /// Kills what still runs, with all that it started in its group, and waits for it.
  ~worker_process();

  /// Whether it lives and has nothing to say, as it must before it gets a job.
  [[nodiscard]] bool is_fit() const noexcept;

  /// Has a job run, and returns the answer. After an exception the worker is of no more use.
  /// @throws job_not_begun, worker_died, job_timeout, protocol_error, process_job_cancelled
  [[nodiscard]] worker_answer run(std::uint64_t job, std::span<const std::byte> request);

  /// Lets it end by itself, as a program does.
  void dismiss() noexcept;

  [[nodiscard]] inline int id() const noexcept { return id_; }

 private:
  /// What a wait ended with.
  enum class event { channel, time, cancel, death };

  void start();
  void await_ready();
  [[nodiscard]] event wait(bool to_send, const worker_deadline& deadline) const;
  [[nodiscard]] event send(std::span<const std::byte> bytes, const worker_deadline& deadline);
  [[nodiscard]] event receive(std::span<std::byte> bytes, const worker_deadline& deadline);
  [[nodiscard]] bool ends_within(std::chrono::milliseconds patience) const noexcept;
  process_end end() noexcept;
  [[noreturn]] void fail_job(event what);
  [[noreturn]] void refuse_bytes(std::span<const std::byte> bytes);

  const worker_plan& plan_;
  const wake_all& cancelled_;
  descriptor channel_;
  descriptor life_;
  int id_ = 0;
};

}  // namespace patterns::concurrency::detail
