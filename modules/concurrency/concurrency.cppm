/// @file
/// patterns.concurrency: threads, pools, locks and a way to ask running work to stop.
export module patterns.concurrency;

export import :executor;
export import :stop_token;
export import :thread_pool;
export import :trampoline;
