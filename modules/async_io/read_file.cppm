/// @file
/// C15 (I/O) · read_file: a file's content, read where it holds nobody up.
export module patterns.async.io:read_file;

import std;
import patterns.async;
import patterns.concurrency;
import :io_loop;

export namespace patterns::async {

/// A task that reads a whole file on a thread of `pool`, for the machine offers no wait for a file as it does for a
/// socket, and ends on the loop's thread.
///
/// A stop that is requested is heeded between two blocks of the file.
/// @throws operation_cancelled; std::system_error that names the path; what pool.schedule() throws
[[nodiscard]] task<std::vector<std::byte>> read_file(io_loop& loop, concurrency::thread_pool& pool,
                                                     std::filesystem::path path);

}  // namespace patterns::async
