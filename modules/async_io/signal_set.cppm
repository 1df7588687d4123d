/// @file
/// C15 (I/O) · signal_set: the process's signals as something to wait for.
export module patterns.async.io:signal_set;

import std;
import patterns.async;
import :io_loop;

namespace patterns::async::io_detail {

class signals;

}  // namespace patterns::async::io_detail

export namespace patterns::async {

/// Takes signals, such as SIGINT and SIGTERM, from the moment of its construction, and gives them to who waits. One
/// that comes while nobody waits is kept for the next.
///
/// Thread-safety: as an ordinary object; see io_loop. Source: Asio's signal_set; Python's loop.add_signal_handler.
class signal_set {
 public:
  /// @throws std::system_error that names a signal which cannot be taken, such as SIGKILL
  signal_set(io_loop& loop, std::initializer_list<int> numbers);
  signal_set(signal_set&&) noexcept = default;
  signal_set& operator=(signal_set&& other) noexcept;
  /// Gives the signals back: they do again what they did before.
  ~signal_set();

  /// A task that waits for the next signal and gives its number.
  /// @throws operation_cancelled, and then none was taken
  [[nodiscard]] task<int> next();

 private:
  std::shared_ptr<io_detail::signals> signals_;
};

}  // namespace patterns::async
