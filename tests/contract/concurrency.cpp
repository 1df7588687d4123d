// What patterns.concurrency exports. To change it: tests/contract/names.py --write
import patterns.concurrency;

namespace concurrency_contract {
using patterns::concurrency::always_healthy;
using patterns::concurrency::counting_gate;
using patterns::concurrency::deadline_after;
using patterns::concurrency::executor;
using patterns::concurrency::has_passed;
using patterns::concurrency::health_check;
using patterns::concurrency::job_cancelled;
using patterns::concurrency::job_timeout;
using patterns::concurrency::job_too_large;
using patterns::concurrency::lease;
using patterns::concurrency::no_deadline;
using patterns::concurrency::nostopstate;
using patterns::concurrency::nostopstate_t;
using patterns::concurrency::object_pool;
using patterns::concurrency::pool_factory;
using patterns::concurrency::pool_job;
using patterns::concurrency::pool_stopped;
using patterns::concurrency::poolable;
using patterns::concurrency::prefer;
using patterns::concurrency::process_end;
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
using patterns::concurrency::rw_lock;
using patterns::concurrency::shared_lockable;
using patterns::concurrency::shutdown_mode;
using patterns::concurrency::stop_callback;
using patterns::concurrency::stop_source;
using patterns::concurrency::stop_token;
using patterns::concurrency::thread_pool;
using patterns::concurrency::trampoline;
using patterns::concurrency::wait_until;
using patterns::concurrency::with_shared;
using patterns::concurrency::worker_died;
using patterns::concurrency::worker_not_started;
}  // namespace concurrency_contract
