// What patterns.async exports. To change it: tests/contract/names.py --write
import patterns.async;

namespace async_contract {
using patterns::async::already_begun;
using patterns::async::async_event;
using patterns::async::async_generator;
using patterns::async::async_latch;
using patterns::async::async_mutex;
using patterns::async::async_once;
using patterns::async::async_queue;
using patterns::async::async_range;
using patterns::async::async_range_reference_t;
using patterns::async::async_semaphore;
using patterns::async::await_result_t;
using patterns::async::awaitable;
using patterns::async::awaitable_of;
using patterns::async::awaiter;
using patterns::async::clock;
using patterns::async::current_stop_token;
using patterns::async::elements_of;
using patterns::async::empty_task;
using patterns::async::event_reset;
using patterns::async::generator;
using patterns::async::get_awaiter;
using patterns::async::invalid_count;
using patterns::async::latch_exceeded;
using patterns::async::loop_running;
using patterns::async::loop_stopped;
using patterns::async::manual_clock;
using patterns::async::once_function;
using patterns::async::once_result;
using patterns::async::operation_cancelled;
using patterns::async::queue_closed;
using patterns::async::queue_element;
using patterns::async::run_loop;
using patterns::async::sync_wait;
using patterns::async::system_clock;
using patterns::async::task;
using patterns::async::task_result;
using patterns::async::unstoppable;
using patterns::async::virtual_clock;
using patterns::async::with_stop_token;
using patterns::async::yieldable;
}  // namespace async_contract
