module patterns.concurrency;

import std;
import patterns.data_model;
import :worker_frame;
import :worker_process;

namespace patterns::concurrency::detail {

/// What the threads of a pool share, each of which looks after one worker.
class process_crew::state {
 public:
  state(const worker_function& function, process_pool_options options);

  void start();
  void submit(std::unique_ptr<process_job> job);
  void shutdown(shutdown_mode mode);

  [[nodiscard]] std::size_t size() const noexcept { return processes_.size(); }
  [[nodiscard]] std::vector<std::int64_t> processes() const;

 private:
  using worker_place = std::optional<worker_process>;

  static constexpr int most_attempts = 3;

  void work(std::size_t place);
  bool begin(std::size_t place, worker_place& worker);
  [[nodiscard]] std::unique_ptr<process_job> next();
  [[nodiscard]] bool has_ended() const;
  void serve(process_job& job, std::size_t place, worker_place& worker);
  [[nodiscard]] worker_answer run(const process_job& job, std::size_t place, worker_place& worker);
  void deliver(process_job& job, const worker_answer& answer) const;
  void employ(std::size_t place, worker_place& worker);
  void let_go(std::size_t place, worker_place& worker) noexcept;
  void note(std::size_t place, std::int64_t process) noexcept;

  worker_plan plan_;
  wake_all cancel_workers_;
  std::vector<std::thread> threads_;
  std::atomic<std::uint64_t> jobs_begun_ = 0;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<process_job>> waiting_;
  std::vector<std::int64_t> processes_;
  std::size_t begun_ = 0;
  std::exception_ptr start_error_;
  bool stopping_ = false;
  bool cancelled_ = false;
  enum class joining { nobody, somebody, done } joining_ = joining::nobody;
};

process_crew::state::state(const worker_function& function, process_pool_options options)
    : plan_{std::string(function.name()), function.ordinal(),  std::string(function.key()), std::move(options.program),
            options.start_timeout,        options.job_timeout, options.largest_frame,       current_environment()},
      processes_(options.workers) {
  if (options.workers == 0) {
    throw std::invalid_argument(
        std::format("process_pool of {}: a pool of 0 workers cannot run anything", plan_.function));
  }
  if (options.job_timeout && *options.job_timeout <= std::chrono::milliseconds::zero()) {
    throw std::invalid_argument(std::format("process_pool of {}: a job cannot be done within {} ms", plan_.function,
                                            options.job_timeout->count()));
  }
  // Otherwise a program that forgets to call run_worker would start itself again and again.
  if (is_unserved_worker()) {
    throw worker_not_started(plan_.function,
                             "this program is a worker itself, and its main must begin with run_worker");
  }
}

void process_crew::state::start() {
  threads_.reserve(size());
  try {
    for (std::size_t place = 0; place < size(); ++place) {
      threads_.emplace_back([this, place] { work(place); });
    }
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return begun_ == size() || start_error_ != nullptr; });
    if (start_error_ != nullptr) {
      std::rethrow_exception(start_error_);
    }
  } catch (...) {
    shutdown(shutdown_mode::cancel);
    throw;
  }
}

void process_crew::state::submit(std::unique_ptr<process_job> job) {
  if (const auto size = job->request().size(); size > plan_.largest_frame) {
    throw job_too_large(plan_.function, size, plan_.largest_frame);
  }
  const std::lock_guard lock(mutex_);
  if (stopping_) {
    throw process_pool_stopped(plan_.function);
  }
  waiting_.push_back(std::move(job));
  changed_.notify_one();
}

void process_crew::state::shutdown(shutdown_mode mode) {
  std::deque<std::unique_ptr<process_job>> cancelled;
  std::unique_lock lock(mutex_);
  stopping_ = true;
  if (mode == shutdown_mode::cancel) {
    cancelled_ = true;
    cancelled.swap(waiting_);
    cancel_workers_.raise();
  }
  changed_.notify_all();
  lock.unlock();
  for (const auto& job : cancelled) {
    job->fail(std::make_exception_ptr(process_job_cancelled(plan_.function)));
  }
  lock.lock();
  if (joining_ == joining::nobody) {
    joining_ = joining::somebody;
    lock.unlock();
    for (auto& thread : threads_) {
      thread.join();
    }
    lock.lock();
    joining_ = joining::done;
    changed_.notify_all();
  } else {
    changed_.wait(lock, [this] { return joining_ == joining::done; });
  }
}

std::vector<std::int64_t> process_crew::state::processes() const {
  const std::lock_guard lock(mutex_);
  auto found = processes_;
  std::erase(found, 0);
  return found;
}

void process_crew::state::work(std::size_t place) {
  worker_place worker;
  if (!begin(place, worker)) {
    return;
  }
  while (const auto job = next()) {
    serve(*job, place, worker);
  }
  if (worker) {
    const bool cancelled = [this] {
      const std::lock_guard lock(mutex_);
      return cancelled_;
    }();
    if (!cancelled) {
      worker->dismiss();
    }
    let_go(place, worker);
  }
}

bool process_crew::state::begin(std::size_t place, worker_place& worker) {
  std::exception_ptr error;
  try {
    employ(place, worker);
  } catch (...) {
    error = std::current_exception();
  }
  const std::lock_guard lock(mutex_);
  ++begun_;
  if (error != nullptr && start_error_ == nullptr) {
    start_error_ = error;
  }
  changed_.notify_all();
  return error == nullptr;
}

std::unique_ptr<process_job> process_crew::state::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
  if (waiting_.empty()) {
    return nullptr;
  }
  auto job = std::move(waiting_.front());
  waiting_.pop_front();
  return job;
}

bool process_crew::state::has_ended() const {
  const std::lock_guard lock(mutex_);
  return stopping_ && waiting_.empty();
}

void process_crew::state::serve(process_job& job, std::size_t place, worker_place& worker) {
  std::optional<worker_answer> answer;
  std::exception_ptr error;
  try {
    answer = run(job, place, worker);
    deliver(job, *answer);
    return;
  } catch (...) {
    error = std::current_exception();
  }
  if (answer) {  // the worker has done its part
    job.fail(std::move(error));
    return;
  }
  // The worker is gone before the job's future is ready, and another one is there soon.
  const bool was_lost = worker.has_value();
  let_go(place, worker);
  job.fail(std::move(error));
  if (!was_lost || has_ended()) {
    return;
  }
  try {
    employ(place, worker);
  } catch (...) {
    // The next job tries again, and is told why if that fails too.
  }
}

worker_answer process_crew::state::run(const process_job& job, std::size_t place, worker_place& worker) {
  const auto number = jobs_begun_.fetch_add(1, std::memory_order_relaxed) + 1;
  for (int attempt = 1;; ++attempt) {
    if (!worker || !worker->is_fit()) {
      let_go(place, worker);
      employ(place, worker);
    }
    try {
      return worker->run(number, job.request());
    } catch (const job_not_begun& lost) {
      let_go(place, worker);
      if (attempt == most_attempts) {
        throw worker_died(plan_.function, lost.end);
      }
    }
  }
}

void process_crew::state::deliver(process_job& job, const worker_answer& answer) const {
  switch (answer.kind) {
    case frame_kind::too_large:
      throw result_too_large(plan_.function, data_model::loads<std::uint64_t>(answer.payload), plan_.largest_frame);
    case frame_kind::failure: {
      auto failure = data_model::loads<remote_failure>(answer.payload);
      throw remote_error(plan_.function, std::move(failure.type), std::move(failure.text));
    }
    default:
      break;
  }
  try {
    job.deliver(answer.payload);
  } catch (const data_model::pickle_error& error) {
    throw protocol_error(plan_.function, std::format("the result cannot be read: {}", error.what()));
  }
}

void process_crew::state::employ(std::size_t place, worker_place& worker) {
  worker.emplace(plan_, cancel_workers_);
  note(place, worker->id());
}

void process_crew::state::let_go(std::size_t place, worker_place& worker) noexcept {
  note(place, 0);
  worker.reset();
}

void process_crew::state::note(std::size_t place, std::int64_t process) noexcept {
  const std::lock_guard lock(mutex_);
  processes_[place] = process;
}

process_crew::process_crew(const worker_function& function, process_pool_options options)
    : on_destroy_(options.on_destroy), state_(std::make_unique<state>(function, std::move(options))) {
  state_->start();
}

process_crew::~process_crew() {
  state_->shutdown(on_destroy_);
}

void process_crew::submit(std::unique_ptr<process_job> job) {
  state_->submit(std::move(job));
}

void process_crew::shutdown(shutdown_mode mode) {
  state_->shutdown(mode);
}

std::size_t process_crew::size() const noexcept {
  return state_->size();
}

std::vector<std::int64_t> process_crew::processes() const {
  return state_->processes();
}

}  // namespace patterns::concurrency::detail
