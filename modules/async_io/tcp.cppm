/// @file
/// C15 (I/O) · tcp_stream, tcp_listener: connections over TCP whose every wait can be cancelled.
export module patterns.async.io:tcp;

import std;
import patterns.async;
import :io_loop;

namespace patterns::async::io_detail {

class tcp_socket;
class tcp_acceptor;

}  // namespace patterns::async::io_detail

export namespace patterns::async {

/// An address as numbers and a port, written `127.0.0.1:80` or `[::1]:80`.
struct tcp_endpoint {
  std::string address;
  std::uint16_t port = 0;

  [[nodiscard]] bool operator==(const tcp_endpoint&) const = default;
  [[nodiscard]] std::string to_string() const;
};

/// Thrown by tcp_stream::read when the peer has ended the stream before the buffer was full.
class stream_ended : public std::runtime_error {
 public:
  stream_ended(const tcp_endpoint& peer, std::size_t received, std::size_t wanted);

  [[nodiscard]] std::size_t received() const noexcept { return received_; }
  [[nodiscard]] std::size_t wanted() const noexcept { return wanted_; }

 private:
  std::size_t received_;
  std::size_t wanted_;
};

/// A connection. The buffer of a read or write outlives its wait; the stream itself may be moved meanwhile.
///
/// One read and one write may wait at a time. A wait that was begun when the stream is closed ends with a
/// std::system_error. A peer that is gone is an exception as any other: no SIGPIPE is raised.
///
/// Thread-safety: as an ordinary object; see io_loop.
/// Exceptions: operation_cancelled; std::system_error that names the operation and the peer.
class tcp_stream {
 public:
  /// For what makes a connection: tcp_connect and tcp_listener.
  explicit tcp_stream(std::shared_ptr<io_detail::tcp_socket> socket) noexcept;
  tcp_stream(tcp_stream&&) noexcept = default;
  tcp_stream& operator=(tcp_stream&& other) noexcept;
  /// Closes the connection.
  ~tcp_stream();

  /// A task that waits for bytes and gives how many were read: at least one, or 0 at the end of the stream, or if the
  /// buffer is empty. One that was cancelled has read nothing.
  [[nodiscard]] task<std::size_t> read_some(std::span<std::byte> buffer);

  /// A task that fills the buffer. After one that was cancelled it is not known how much was read.
  /// @throws stream_ended
  [[nodiscard]] task<> read(std::span<std::byte> buffer);

  /// A task that writes the whole buffer. After one that was cancelled it is not known how much was written.
  [[nodiscard]] task<> write(std::span<const std::byte> buffer);

  /// Tells the peer that nothing more will be written; reading goes on.
  void shutdown_write();

  /// Closes at once; closing twice is closing once.
  void close() noexcept;

  /// Whether it is open: neither closed nor moved from.
  [[nodiscard]] bool is_open() const noexcept;

  [[nodiscard]] tcp_endpoint local_endpoint() const;
  /// The peer, also after the connection is gone.
  [[nodiscard]] const tcp_endpoint& remote_endpoint() const noexcept;

 private:
  std::shared_ptr<io_detail::tcp_socket> socket_;
};

/// A task that connects to a host, given by its name or its address. A name's addresses are tried in turn; its look-up
/// is cancelled only when it has ended.
/// @throws operation_cancelled; std::system_error that names the host and the port
[[nodiscard]] task<tcp_stream> tcp_connect(io_loop& loop, std::string host, std::uint16_t port);

/// Waits for connections at an address. It may be bound again at once after it was closed.
///
/// Thread-safety and exceptions: as tcp_stream.
class tcp_listener {
 public:
  /// Listens at a numeric address; port 0 is any that is free, see local_endpoint.
  /// @throws std::system_error
  tcp_listener(io_loop& loop, std::string_view address, std::uint16_t port);
  tcp_listener(tcp_listener&&) noexcept = default;
  tcp_listener& operator=(tcp_listener&& other) noexcept;
  /// Closes it.
  ~tcp_listener();

  /// A task that waits for the next connection. One that was cancelled has taken none.
  [[nodiscard]] task<tcp_stream> accept();

  void close() noexcept;
  [[nodiscard]] bool is_open() const noexcept;
  [[nodiscard]] const tcp_endpoint& local_endpoint() const noexcept;

 private:
  static task<tcp_stream> accept_at(std::shared_ptr<io_detail::tcp_acceptor> acceptor);

  std::shared_ptr<io_detail::tcp_acceptor> acceptor_;
};

}  // namespace patterns::async
