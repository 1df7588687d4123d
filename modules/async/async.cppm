/// @file
/// patterns.async: coroutines with structured concurrency: tasks, generators, and the loop that runs them.
export module patterns.async;

export import :async_generator;
export import :awaitable;
export import :cancellation;
export import :clock;
export import :frame_memory;
export import :generator;
export import :root_task;
export import :run_loop;
export import :stop_scope;
export import :sync_wait;
export import :task;
export import :transfer;
