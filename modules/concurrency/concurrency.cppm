/// @file
/// patterns.concurrency: threads, pools of threads and of processes, locks and a way to ask running work to stop.
export module patterns.concurrency;

export import :counting_gate;
export import :deadline;
export import :executor;
export import :object_pool;
export import :process_pool;
export import :process_pool_error;
export import :rw_lock;
export import :stop_token;
export import :thread_pool;
export import :trampoline;
export import :waiting_line;
