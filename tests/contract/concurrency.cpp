// What patterns.concurrency exports. To change it: tests/contract/names.py --write
import patterns.concurrency;

namespace concurrency_contract {
using patterns::concurrency::executor;
using patterns::concurrency::job_cancelled;
using patterns::concurrency::nostopstate;
using patterns::concurrency::nostopstate_t;
using patterns::concurrency::pool_job;
using patterns::concurrency::pool_stopped;
using patterns::concurrency::shutdown_mode;
using patterns::concurrency::stop_callback;
using patterns::concurrency::stop_source;
using patterns::concurrency::stop_token;
using patterns::concurrency::thread_pool;
using patterns::concurrency::trampoline;
}  // namespace concurrency_contract
