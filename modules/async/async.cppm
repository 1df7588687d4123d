/// @file
/// patterns.async: coroutines with structured concurrency: tasks, generators, and the loop that runs them.
export module patterns.async;

export import :async_context_manager;
export import :async_event;
export import :async_exit_stack;
export import :async_generator;
export import :async_latch;
export import :async_mutex;
export import :async_once;
export import :async_queue;
export import :async_semaphore;
export import :awaitable;
export import :cancellation;
export import :clock;
export import :exception_text;
export import :exit_error;
export import :exit_stack;
export import :frame_memory;
export import :generator;
export import :join;
export import :permit_pool;
export import :root_task;
export import :run_loop;
export import :scheduler;
export import :shared_task;
export import :sleep;
export import :stop_scope;
export import :sync_wait;
export import :task;
export import :task_group;
export import :timeout;
export import :transfer;
export import :wait_queue;
export import :when_all;
export import :when_any;
