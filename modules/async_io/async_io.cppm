/// @file
/// patterns.async.io: sockets, timers, signals and files that are awaited. Optional: it needs Asio to be compiled, and
/// shows its importers nothing of it.
export module patterns.async.io;

export import :io_loop;
export import :read_file;
export import :signal_set;
export import :tcp;
