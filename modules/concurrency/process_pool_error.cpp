module patterns.concurrency;

import std;

namespace patterns::concurrency {

process_pool_error::process_pool_error(std::string_view function, std::string_view problem)
    : std::runtime_error(std::format("process_pool of {}: {}", function, problem)) {}

process_pool_stopped::process_pool_stopped(std::string_view function)
    : process_pool_error(function, "the pool was given work after its shutdown") {}

process_job_cancelled::process_job_cancelled(std::string_view function)
    : process_pool_error(function, "the job was cancelled before it ended") {}

std::string process_end::text() const {
  return signal != 0 ? std::format("was killed by signal {}", signal)
                     : std::format("ended with status {}", exit_status);
}

worker_died::worker_died(std::string_view function, process_end end)
    : process_pool_error(function, std::format("the worker {} while it ran the job", end.text())), end_(end) {}

job_timeout::job_timeout(std::string_view function, std::chrono::milliseconds limit)
    : process_pool_error(function,
                         std::format("the job took longer than {} ms, and its worker was killed", limit.count())),
      limit_(limit) {}

job_too_large::job_too_large(std::string_view function, std::uint64_t size, std::size_t limit)
    : process_pool_error(function, std::format("the arguments take {} bytes, and {} are allowed", size, limit)),
      size_(size) {}

result_too_large::result_too_large(std::string_view function, std::uint64_t size, std::size_t limit)
    : process_pool_error(function, std::format("the result takes {} bytes, and {} are allowed", size, limit)),
      size_(size) {}

remote_error::remote_error(std::string_view function, std::string type, std::string text)
    : process_pool_error(function,
                         text.empty() ? std::format("it threw {}", type) : std::format("it threw {}: {}", type, text)),
      thrown_(std::make_shared<const thrown>(thrown{std::move(type), std::move(text)})) {}

}  // namespace patterns::concurrency
