/// @file
/// C19 · process_pool: runs a function in processes of its own, where a crash costs one job.
export module patterns.concurrency:process_pool;

import std;
import patterns.data_model;
import patterns.meta;
import :process_pool_error;
import :thread_pool;

namespace patterns::concurrency::detail {

template <class R>
struct result_of_process {
  using type = std::tuple<R>;
};
template <class R>
  requires std::is_void_v<R>
struct result_of_process<R> {
  using type = std::tuple<>;
};

/// What crosses to a worker and back, of a function with one signature.
template <class F>
struct process_signature;

template <class R, class... Args>
struct process_signature<R (*)(Args...)> {
  using result = R;
  using arguments = std::tuple<std::remove_cvref_t<Args>...>;
  using answer = typename result_of_process<R>::type;

  static constexpr bool takes_values = std::is_invocable_v<R (*)(Args...), std::remove_cvref_t<Args>...>;
};
template <class R, class... Args>
struct process_signature<R (*)(Args...) noexcept> : process_signature<R (*)(Args...)> {};

template <class Member>
struct call_operator {};
template <class F, class R, class... Args>
struct call_operator<R (F::*)(Args...) const> : process_signature<R (*)(Args...)> {};
template <class F, class R, class... Args>
struct call_operator<R (F::*)(Args...) const noexcept> : process_signature<R (*)(Args...)> {};

template <class F>
  requires requires { &F::operator(); }
struct process_signature<F> : call_operator<decltype(&F::operator())> {};

template <class F>
concept has_process_signature = requires { typename process_signature<F>::arguments; };

/// What a pool makes into text as a template argument.
template <auto Fn>
struct function_of_pool {};

/// `shop::price` in `patterns::concurrency::detail::function_of_pool<&shop::price>`.
constexpr std::string_view function_in(std::string_view spelled) noexcept {
  spelled = spelled.substr(spelled.find('<') + 1);
  spelled.remove_suffix(1);
  if (spelled.starts_with("(& ") && spelled.ends_with(')')) {
    spelled = spelled.substr(3, spelled.size() - 4);
  } else if (spelled.starts_with('&')) {
    spelled.remove_prefix(1);
  }
  // An object of a class, and a closure with the path of its file.
  if (spelled.ends_with("{}") || spelled.ends_with("()")) {
    spelled.remove_suffix(2);
  }
  return spelled.find("lambda") == std::string_view::npos ? spelled : std::string_view("a lambda");
}

/// The function of a pool, known to run_worker from before main until the end.
class worker_function {
 public:
  using run_function = std::vector<std::byte> (*)(std::span<const std::byte>);

  /// @param key  static storage, as `name`
  worker_function(std::string_view key, std::string_view name, run_function call) noexcept;
  worker_function(const worker_function&) = delete;
  worker_function& operator=(const worker_function&) = delete;
  ~worker_function();

  [[nodiscard]] inline std::string_view key() const noexcept { return key_; }
  [[nodiscard]] inline std::string_view name() const noexcept { return name_; }
  /// Functions in unnamed namespaces and closures may share a key. They register in the order in which one executable
  /// initializes them, which is the same in every process of it.
  [[nodiscard]] inline std::size_t ordinal() const noexcept { return ordinal_; }
  [[nodiscard]] inline const worker_function* next() const noexcept { return next_; }

  [[nodiscard]] inline std::vector<std::byte> run(std::span<const std::byte> request) const { return run_(request); }

 private:
  std::string_view key_;
  std::string_view name_;
  run_function run_;
  std::size_t ordinal_ = 0;
  worker_function* next_ = nullptr;
};

/// Takes the arguments of a call, pickled, and returns its result so.
template <auto Fn>
std::vector<std::byte> run_pickled(std::span<const std::byte> request) {
  using signature = process_signature<std::remove_cv_t<decltype(Fn)>>;
  auto arguments = data_model::loads<typename signature::arguments>(request);
  if constexpr (std::is_void_v<typename signature::result>) {
    std::apply(Fn, std::move(arguments));
    return data_model::dumps(std::tuple<>());
  } else {
    return data_model::dumps(typename signature::answer(std::apply(Fn, std::move(arguments))));
  }
}

/// A call that waits for a worker, or runs in one.
class process_job {
 public:
  explicit inline process_job(std::vector<std::byte> request) noexcept : request_(std::move(request)) {}
  process_job(const process_job&) = delete;
  process_job& operator=(const process_job&) = delete;
  virtual ~process_job() = default;

  [[nodiscard]] inline std::span<const std::byte> request() const noexcept { return request_; }

  /// @throws what loads throws, and then nothing was delivered
  virtual void deliver(std::span<const std::byte> answer) = 0;
  virtual void fail(std::exception_ptr error) noexcept = 0;

 private:
  std::vector<std::byte> request_;
};

template <class R>
class promised_job final : public process_job {
 public:
  using process_job::process_job;

  [[nodiscard]] std::future<R> get_future() { return promise_.get_future(); }

  void deliver(std::span<const std::byte> answer) override {
    auto value = data_model::loads<typename result_of_process<R>::type>(answer);
    if constexpr (std::is_void_v<R>) {
      promise_.set_value();
    } else {
      promise_.set_value(std::get<0>(std::move(value)));
    }
  }
  void fail(std::exception_ptr error) noexcept override { promise_.set_exception(std::move(error)); }

 private:
  std::promise<R> promise_;
};

}  // namespace patterns::concurrency::detail

export namespace patterns::concurrency {

/// A function that another process can run: a pointer to one, or an object of a class without state that has one const
/// call operator, such as a lambda without captures. It must have one signature; it takes values or references to
/// const, and all that it takes and returns is data_model::picklable.
///
/// Refused, with the reason in what the compiler says: raw pointers and views among the parameters, references as
/// results, and references by which the function would change the caller's objects.
template <class F>
concept process_function = detail::has_process_signature<F> && detail::process_signature<F>::takes_values &&
                           data_model::picklable<typename detail::process_signature<F>::arguments> &&
                           !std::is_reference_v<typename detail::process_signature<F>::result> &&
                           data_model::picklable<typename detail::process_signature<F>::answer>;

/// How a process_pool works.
struct process_pool_options {
  /// How many processes, at least 1.
  std::size_t workers = thread_pool::default_size();
  /// How long a job may take from when a worker gets it; none: as long as it wants.
  std::optional<std::chrono::milliseconds> job_timeout{};
  /// How many bytes the arguments of a job may take when they are pickled, and its result.
  std::size_t largest_frame = std::size_t{64} * 1024 * 1024;
  /// The program that the workers run, which must have the same pool; empty: this one.
  std::filesystem::path program{};
  /// How long a worker may take until it is ready, and at last to end.
  std::chrono::milliseconds start_timeout = std::chrono::seconds(30);
  /// How the destructor shuts the pool down.
  shutdown_mode on_destroy = shutdown_mode::drain;
};

/// Makes a program able to be a worker: main begins with it, before it starts a thread or reads its arguments.
///
///     int main() {
///       if (const auto status = run_worker()) {
///         return *status;
///       }
///
/// In a program that a process_pool has started, it runs jobs until the pool is gone, and returns the status to end
/// with; in any other it returns nothing at once. Standard input is empty for a job; what it prints appears where the
/// program's output does, before its result is there.
///
/// Source: row C19; Python's `if __name__ == "__main__"` and `multiprocessing.freeze_support`.
[[nodiscard]] std::optional<int> run_worker();

}  // namespace patterns::concurrency

namespace patterns::concurrency::detail {

/// Whether this process is a worker whose main has not called run_worker.
[[nodiscard]] bool is_unserved_worker() noexcept;

/// What process_pool does, for any function.
class process_crew {
 public:
  process_crew(const worker_function& function, process_pool_options options);
  process_crew(const process_crew&) = delete;
  process_crew& operator=(const process_crew&) = delete;
  ~process_crew();

  void submit(std::unique_ptr<process_job> job);
  void shutdown(shutdown_mode mode);
  [[nodiscard]] std::size_t size() const noexcept;
  [[nodiscard]] std::vector<std::int64_t> processes() const;

 private:
  class state;

  shutdown_mode on_destroy_;
  std::unique_ptr<state> state_;
};

}  // namespace patterns::concurrency::detail

export namespace patterns::concurrency {

/// A fixed number of processes that run `Fn`, one job each at a time.
///
///     process_pool<render> pool({.workers = 4, .job_timeout = 10s});
///     std::future<image> picture = pool.submit(scene, 1080);
///
/// A job fails alone: when its worker crashes or is killed, when the job takes too long, writes into the channel to the
/// pool, or returns too much. Its future holds a process_pool_error that says so, the worker is replaced, and all other
/// jobs go on. No job is lost and none is run twice: a worker that dies before it has all of a job was never given it.
///
/// Arguments and results are copied by pickling (row B28). A worker is this program started anew, by posix_spawn and
/// never by fork alone, so that threads of this program do no harm; it has none of its open files and no variable that
/// has changed since the start; its environment is the one that there was when the pool was made. See run_worker.
/// Workers die with the pool's process, also in the middle of a job.
///
/// The program must leave the ends of its processes to those who started them: neither ignore SIGCHLD nor wait for any
/// child there is.
///
/// @tparam Fn  see process_function. Overloads: `process_pool<static_cast<int (*)(int)>(f)>`
///
/// Complexity: a job costs two pickles and about four system calls on each side; a worker a thread in this process.
/// Thread-safety: every member, from any thread; only the destructor must come last. Not before main.
/// Source: row C19; Python's `concurrent.futures.ProcessPoolExecutor`.
template <auto Fn>
  requires process_function<std::remove_cv_t<decltype(Fn)>>
class process_pool {
  using signature = detail::process_signature<std::remove_cv_t<decltype(Fn)>>;

 public:
  using options = process_pool_options;
  using result_type = typename signature::result;

  /// Starts the workers, and returns when all are ready.
  /// @throws std::invalid_argument if there are to be no workers, or no time for a job
  /// @throws worker_not_started if one cannot be started, or is not ready in time; then none is left
  explicit process_pool(options how = {}) : crew_(registration_, std::move(how)) {}
  process_pool(const process_pool&) = delete;
  process_pool& operator=(const process_pool&) = delete;

  /// Shuts down as the options say, and waits.
  ~process_pool() = default;

  /// Has a worker call `Fn` with `given`, as a call here would convert it. Jobs begin in the order in which they came.
  ///
  /// The future holds the result, or remote_error if `Fn` throws, worker_died, job_timeout, protocol_error,
  /// result_too_large, process_job_cancelled, or worker_not_started if a lost worker cannot be replaced.
  /// @throws process_pool_stopped after shutdown began; job_too_large; pickle_error if the arguments cannot be pickled
  template <class... Given>
    requires std::is_invocable_v<decltype(Fn), Given...> &&
             std::constructible_from<typename signature::arguments, Given...>
  [[nodiscard]] std::future<result_type> submit(Given&&... given) {
    auto job = std::make_unique<detail::promised_job<result_type>>(
        data_model::dumps(typename signature::arguments(std::forward<Given>(given)...)));
    auto result = job->get_future();
    crew_.submit(std::move(job));
    return result;
  }

  /// Ends the pool. With `drain` all jobs are done first; with `cancel` those that wait do not run, those that run are
  /// killed with their workers, and their futures hold process_job_cancelled. When this returns no worker is left. Any
  /// number of threads may call it; a later `cancel` overrides a `drain` under way.
  void shutdown(shutdown_mode mode = shutdown_mode::drain) { crew_.shutdown(mode); }

  [[nodiscard]] std::size_t size() const noexcept { return crew_.size(); }

  /// The system's numbers of the workers there are at this moment.
  [[nodiscard]] std::vector<std::int64_t> processes() const { return crew_.processes(); }

 private:
  using spelled = detail::function_of_pool<Fn>;

  static inline detail::worker_function registration_{
      meta::type_name<spelled>, detail::function_in(meta::type_name<spelled>), &detail::run_pickled<Fn>};

  detail::process_crew crew_;
};

}  // namespace patterns::concurrency
