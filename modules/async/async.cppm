/// @file
/// patterns.async: coroutines with structured concurrency: tasks, generators, and the loop that runs them.
export module patterns.async;

