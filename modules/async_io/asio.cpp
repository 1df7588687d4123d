module;
// All of the module that knows of Asio: what an importer reads must not.
#define ASIO_NO_DEPRECATED
#include <asio/associated_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/error.hpp>
#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/post.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>
module patterns.async.io;

import std;
import patterns.async;
import patterns.concurrency;

namespace patterns::async {

namespace io_detail {

class io_context : public std::enable_shared_from_this<io_context> {
 public:
  io_context() : io(1), work_(io.get_executor()) {}

  // Marks the loop as run by this thread for as long as it lives.
  class running {
   public:
    explicit running(io_context& context) : context_(context) {
      auto nobody = std::thread::id();
      if (!context.runner_.compare_exchange_strong(nobody, std::this_thread::get_id())) {
        throw loop_running();
      }
    }
    running(const running&) = delete;
    running& operator=(const running&) = delete;
    ~running() { context_.runner_.store(std::thread::id()); }

   private:
    io_context& context_;
  };

  // Returns whether `ended` came; false means stopped. Asio is made ready to run before the flags are looked at: who
  // sets one stops Asio after it.
  bool run_until(const std::atomic<bool>* ended) {
    for (;;) {
      if (io.stopped()) {
        io.restart();
      }
      if (ended != nullptr && ended->load()) {
        return true;
      }
      if (stop_.exchange(false)) {
        return false;
      }
      const concurrency::trampoline::scope afterwards;
      io.run_one();
    }
  }

  void stop() noexcept {
    stop_.store(true);
    io.stop();
  }

  // What jobs hold may hold the loop's context: they go now.
  void close() noexcept {
    closed_ = true;
    if (io.stopped()) {
      io.restart();
    }
    while (io.poll() > 0) {
    }
  }

  [[nodiscard]] bool is_closed() const noexcept { return closed_; }
  [[nodiscard]] bool runs_here() const noexcept { return runner_.load() == std::this_thread::get_id(); }

  asio::io_context io;

 private:
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  std::atomic<std::thread::id> runner_;
  std::atomic<bool> stop_ = false;
  bool closed_ = false;
};

namespace {

using asio::ip::tcp;
using context_ptr = std::shared_ptr<io_context>;

// What one wait and Asio share: the coroutine may be destroyed before Asio lets go of it. All of it is used on the
// loop's thread alone, and by what stands in for that thread while the loop does not run.
struct wait_state {
  explicit wait_state(const context_ptr& context) : loop(context.get()) {}

  void resume() {
    is_over = true;
    if (auto coroutine = std::exchange(awaiting, nullptr); coroutine && !loop->is_closed()) {
      coroutine.resume();
    }
  }

  void cancel() {
    if (!is_over) {
      signal.emit(asio::cancellation_type::terminal);
    }
  }

  io_context* loop;
  std::coroutine_handle<> awaiting;
  asio::cancellation_signal signal;
  bool is_over = false;
  bool is_stopped = false;
  asio::error_code error;
  std::size_t number = 0;
  std::vector<tcp::endpoint> addresses;
};

using wait_ptr = std::shared_ptr<wait_state>;

// What Asio calls. `kept` is what it may touch until then.
class on_completion {
 public:
  using cancellation_slot_type = asio::cancellation_slot;

  on_completion(wait_ptr state, std::shared_ptr<void> kept) : state_(std::move(state)), kept_(std::move(kept)) {}

  [[nodiscard]] cancellation_slot_type get_cancellation_slot() const noexcept { return state_->signal.slot(); }

  void operator()(const asio::error_code& error) const {
    state_->error = error;
    state_->resume();
  }

  template <std::integral Number>
  void operator()(const asio::error_code& error, Number number) const {
    state_->number = static_cast<std::size_t>(number);
    (*this)(error);
  }

  void operator()(const asio::error_code& error, const tcp::resolver::results_type& found) const {
    for (const auto& entry : found) {
      state_->addresses.push_back(entry.endpoint());
    }
    (*this)(error);
  }

 private:
  wait_ptr state_;
  std::shared_ptr<void> kept_;
};

// Begins on the loop's thread. Asio calls nothing before that thread comes back to it, so none of this is a race; and
// the stop, which may be requested anywhere, comes as a job of the loop.
template <class Start>
class io_wait {
 public:
  io_wait(context_ptr context, wait_ptr state, const concurrency::stop_token& token, const Start& start)
      : context_(std::move(context)), state_(std::move(state)), token_(token), start_(start) {}
  io_wait(const io_wait&) = delete;
  io_wait& operator=(const io_wait&) = delete;
  ~io_wait() {
    if (std::exchange(state_->awaiting, nullptr)) {
      state_->cancel();
    }
  }

  [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }

  void await_suspend(std::coroutine_handle<> awaiting) {
    start_(state_);
    state_->awaiting = awaiting;
    if (token_.stop_possible()) {
      on_stop_.emplace(token_, request{context_, state_});
    }
  }

  static constexpr void await_resume() noexcept {}

 private:
  struct request {
    void operator()() const noexcept {
      asio::post(context->io, [state = state] {
        if (!state->is_over) {
          state->is_stopped = true;
          state->cancel();
        }
      });
    }

    context_ptr context;
    wait_ptr state;
  };

  context_ptr context_;
  wait_ptr state_;
  const concurrency::stop_token& token_;
  const Start& start_;
  std::optional<concurrency::stop_callback<request>> on_stop_;
};

class schedule_wait {
 public:
  explicit schedule_wait(context_ptr context)
      : context_(std::move(context)), state_(std::make_shared<wait_state>(context_)) {}
  schedule_wait(const schedule_wait&) = delete;
  schedule_wait& operator=(const schedule_wait&) = delete;
  ~schedule_wait() { state_->awaiting = nullptr; }

  [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }

  // The coroutine may go on, and end, before post returns.
  void await_suspend(std::coroutine_handle<> awaiting) {
    const auto context = context_;
    state_->awaiting = awaiting;
    asio::post(context->io, [state = state_] { state->resume(); });
  }

  static constexpr void await_resume() noexcept {}

 private:
  context_ptr context_;
  wait_ptr state_;
};

task<> schedule_on(context_ptr context) {
  co_await schedule_wait(std::move(context));
}

// Waits for what `start` begins. The error, if it is another than a stop, is for the caller to name.
template <class Start>
task<wait_ptr> wait_for(context_ptr context, std::string_view operation, Start start) {
  const auto token = co_await current_stop_token();
  if (!context->runs_here()) {
    co_await schedule_wait(context);
  }
  if (token.stop_requested()) {
    throw operation_cancelled(operation);
  }
  auto state = std::make_shared<wait_state>(context);
  co_await io_wait<Start>(context, state, token, start);
  if (state->is_stopped && state->error == asio::error::operation_aborted) {
    throw operation_cancelled(operation);
  }
  co_return state;
}

// Asio has a category of its own for the system's errors.
std::error_code standard(const asio::error_code& error) {
  return error.category() == asio::system_category() ? std::error_code(error.value(), std::system_category()) : error;
}

void check(const asio::error_code& error, std::string_view operation, std::string_view subject) {
  if (error) {
    throw std::system_error(standard(error), std::format("{} {}", operation, subject));
  }
}

tcp_endpoint named(const tcp::endpoint& endpoint) {
  return {endpoint.address().to_string(), endpoint.port()};
}

}  // namespace

io_job::~io_job() = default;

void io_root::run(std::shared_ptr<io_context> context) const {
  auto& promise = frame_.promise();
  const io_context::running guard(*context);
  promise.context_ = context;
  {
    const concurrency::trampoline::scope afterwards;
    frame_.resume();
  }
  if (!context->run_until(&promise.ended_)) {
    throw loop_stopped();
  }
  if (promise.error_) {
    std::rethrow_exception(promise.error_);
  }
}

void io_root::end(promise_type& ended) noexcept {
  const auto context = ended.context_;
  ended.ended_.store(true);
  context->io.stop();
}

class tcp_socket {
 public:
  explicit tcp_socket(context_ptr on) : context(std::move(on)), socket(context->io) {}

  void close() noexcept {
    asio::error_code ignored;
    socket.close(ignored);
  }

  context_ptr context;
  tcp::socket socket;
  tcp::endpoint peer;
  tcp_endpoint peer_name;
};

class tcp_acceptor {
 public:
  explicit tcp_acceptor(context_ptr on) : context(std::move(on)), acceptor(context->io) {}

  void close() noexcept {
    asio::error_code ignored;
    acceptor.close(ignored);
  }

  context_ptr context;
  tcp::acceptor acceptor;
  tcp_endpoint name;
};

class signals {
 public:
  explicit signals(context_ptr on) : context(std::move(on)), set(context->io) {}

  context_ptr context;
  asio::signal_set set;
};

namespace {

using socket_ptr = std::shared_ptr<tcp_socket>;

task<std::size_t> read_some_from(socket_ptr from, std::span<std::byte> buffer, std::string_view operation) {
  if (buffer.empty()) {
    co_return 0;
  }
  const auto done = co_await wait_for(from->context, operation, [&from, buffer](const wait_ptr& state) {
    from->socket.async_read_some(asio::buffer(buffer.data(), buffer.size()), on_completion(state, from));
  });
  if (done->error != asio::error::eof) {
    check(done->error, operation, from->peer_name.to_string());
  }
  co_return done->number;
}

task<> read_from(socket_ptr from, std::span<std::byte> buffer) {
  for (std::size_t received = 0; received < buffer.size();) {
    const auto count = co_await read_some_from(from, buffer.subspan(received), "tcp_stream::read");
    if (count == 0) {
      throw stream_ended(from->peer_name, received, buffer.size());
    }
    received += count;
  }
}

task<> write_to(socket_ptr to, std::span<const std::byte> buffer) {
  constexpr std::string_view operation = "tcp_stream::write";
  while (!buffer.empty()) {
    const auto done = co_await wait_for(to->context, operation, [&to, buffer](const wait_ptr& state) {
      to->socket.async_write_some(asio::buffer(buffer.data(), buffer.size()), on_completion(state, to));
    });
    check(done->error, operation, to->peer_name.to_string());
    buffer = buffer.subspan(done->number);
  }
}

task<std::vector<tcp::endpoint>> addresses_of(context_ptr context, std::string host, std::uint16_t port) {
  constexpr std::string_view operation = "tcp_connect";
  asio::error_code not_numeric;
  if (const auto address = asio::ip::make_address(host, not_numeric); !not_numeric) {
    co_return std::vector{tcp::endpoint(address, port)};
  }
  const auto resolver = std::make_shared<tcp::resolver>(context->io);
  const auto done = co_await wait_for(context, operation, [&](const wait_ptr& state) {
    resolver->async_resolve(host, std::to_string(port), on_completion(state, resolver));
  });
  const auto token = co_await current_stop_token();
  if (token.stop_requested()) {
    throw operation_cancelled(operation);
  }
  check(done->error, operation, tcp_endpoint{host, port}.to_string());
  co_return std::move(done->addresses);
}

task<socket_ptr> connect_to(context_ptr context, std::string host, std::uint16_t port) {
  constexpr std::string_view operation = "tcp_connect";
  const auto addresses = co_await addresses_of(context, host, port);
  asio::error_code last = asio::error::host_not_found;
  for (const auto& address : addresses) {
    auto made = std::make_shared<tcp_socket>(context);
    const auto done = co_await wait_for(context, operation, [&made, &address](const wait_ptr& state) {
      made->socket.async_connect(address, on_completion(state, made));
    });
    last = done->error;
    if (!last) {
      made->peer_name = named(address);
      co_return made;
    }
  }
  check(last, operation, tcp_endpoint{host, port}.to_string());
  co_return nullptr;
}

task<socket_ptr> accept_at(std::shared_ptr<tcp_acceptor> at) {
  constexpr std::string_view operation = "tcp_listener::accept";
  auto made = std::make_shared<tcp_socket>(at->context);
  const auto done = co_await wait_for(at->context, operation, [&](const wait_ptr& state) {
    // Both are touched until the completion, were the coroutine destroyed or not.
    auto kept = std::make_shared<std::pair<socket_ptr, std::shared_ptr<tcp_acceptor>>>(made, at);
    at->acceptor.async_accept(made->socket, made->peer, on_completion(state, std::move(kept)));
  });
  check(done->error, operation, at->name.to_string());
  made->peer_name = named(made->peer);
  co_return made;
}

task<int> next_of(std::shared_ptr<signals> from) {
  constexpr std::string_view operation = "signal_set::next";
  const auto done = co_await wait_for(
      from->context, operation, [&from](const wait_ptr& state) { from->set.async_wait(on_completion(state, from)); });
  check(done->error, operation, "");
  co_return static_cast<int>(done->number);
}

task<> sleep_on(context_ptr context, io_loop::clock::time_point when) {
  const auto timer = std::make_shared<asio::steady_timer>(context->io, when);
  co_await wait_for(context, "io_loop::schedule_at",
                    [&timer](const wait_ptr& state) { timer->async_wait(on_completion(state, timer)); });
}

}  // namespace

}  // namespace io_detail

io_loop::io_loop() : context_(std::make_shared<io_detail::io_context>()) {}

io_loop::~io_loop() {
  context_->close();
}

task<> io_loop::schedule() {
  return io_detail::schedule_on(context_);
}

task<> io_loop::schedule_at(clock::time_point when) {
  return io_detail::sleep_on(context_, when);
}

task<> io_loop::schedule_after(clock::duration delay) {
  const auto start = clock::now();
  return schedule_at(delay > clock::time_point::max() - start ? clock::time_point::max() : start + delay);
}

void io_loop::run() {
  const io_detail::io_context::running guard(*context_);
  context_->run_until(nullptr);
}

void io_loop::stop() noexcept {
  context_->stop();
}

bool io_loop::runs_here() const noexcept {
  return context_->runs_here();
}

void io_loop::post_job(std::unique_ptr<io_detail::io_job> job) {
  asio::post(context_->io, [loop = context_.get(), job = std::move(job)] {
    if (!loop->is_closed()) {
      job->run();
    }
  });
}

std::string tcp_endpoint::to_string() const {
  return address.find(':') != std::string::npos ? std::format("[{}]:{}", address, port)
                                                : std::format("{}:{}", address, port);
}

stream_ended::stream_ended(const tcp_endpoint& peer, std::size_t received, std::size_t wanted)
    : std::runtime_error(std::format("tcp_stream::read {}: the stream ended after {} of {} bytes", peer.to_string(),
                                     received, wanted)),
      received_(received),
      wanted_(wanted) {}

namespace io_detail {

namespace {

template <class Part>
Part& opened(const std::shared_ptr<Part>& part, std::string_view operation) {
  if (!part) {
    throw std::system_error(std::make_error_code(std::errc::bad_file_descriptor),
                            std::format("{}: moved from", operation));
  }
  return *part;
}

}  // namespace

}  // namespace io_detail

tcp_stream::tcp_stream(std::shared_ptr<io_detail::tcp_socket> socket) noexcept : socket_(std::move(socket)) {}

tcp_stream& tcp_stream::operator=(tcp_stream&& other) noexcept {
  if (this != &other) {
    close();
    socket_ = std::move(other.socket_);
  }
  return *this;
}

tcp_stream::~tcp_stream() {
  close();
}

task<tcp_stream> tcp_connect(io_loop& loop, std::string host, std::uint16_t port) {
  co_return tcp_stream(co_await io_detail::connect_to(loop.context(), std::move(host), port));
}

task<std::size_t> tcp_stream::read_some(std::span<std::byte> buffer) {
  static_cast<void>(io_detail::opened(socket_, "tcp_stream::read_some"));
  return io_detail::read_some_from(socket_, buffer, "tcp_stream::read_some");
}

task<> tcp_stream::read(std::span<std::byte> buffer) {
  static_cast<void>(io_detail::opened(socket_, "tcp_stream::read"));
  return io_detail::read_from(socket_, buffer);
}

task<> tcp_stream::write(std::span<const std::byte> buffer) {
  static_cast<void>(io_detail::opened(socket_, "tcp_stream::write"));
  return io_detail::write_to(socket_, buffer);
}

void tcp_stream::shutdown_write() {
  auto& open = io_detail::opened(socket_, "tcp_stream::shutdown_write");
  asio::error_code error;
  open.socket.shutdown(asio::socket_base::shutdown_send, error);
  io_detail::check(error, "tcp_stream::shutdown_write", open.peer_name.to_string());
}

void tcp_stream::close() noexcept {
  if (socket_) {
    socket_->close();
  }
}

bool tcp_stream::is_open() const noexcept {
  return socket_ && socket_->socket.is_open();
}

tcp_endpoint tcp_stream::local_endpoint() const {
  auto& open = io_detail::opened(socket_, "tcp_stream::local_endpoint");
  asio::error_code error;
  const auto local = open.socket.local_endpoint(error);
  io_detail::check(error, "tcp_stream::local_endpoint", open.peer_name.to_string());
  return io_detail::named(local);
}

const tcp_endpoint& tcp_stream::remote_endpoint() const noexcept {
  return socket_->peer_name;
}

tcp_listener::tcp_listener(io_loop& loop, std::string_view address, std::uint16_t port)
    : acceptor_(std::make_shared<io_detail::tcp_acceptor>(loop.context())) {
  const tcp_endpoint wanted{std::string(address), port};
  asio::error_code error;
  const auto check = [&](std::string_view step) {
    io_detail::check(error, std::format("tcp_listener: {}", step), wanted.to_string());
  };
  const auto numeric = asio::ip::make_address(wanted.address, error);
  check("address");
  const asio::ip::tcp::endpoint endpoint(numeric, port);
  auto& acceptor = acceptor_->acceptor;
  acceptor.open(endpoint.protocol(), error);
  check("open");
  acceptor.set_option(asio::socket_base::reuse_address(true), error);
  check("reuse_address");
  acceptor.bind(endpoint, error);
  check("bind");
  acceptor.listen(asio::socket_base::max_listen_connections, error);
  check("listen");
  acceptor_->name = io_detail::named(acceptor.local_endpoint(error));
  check("local_endpoint");
}

tcp_listener& tcp_listener::operator=(tcp_listener&& other) noexcept {
  if (this != &other) {
    close();
    acceptor_ = std::move(other.acceptor_);
  }
  return *this;
}

tcp_listener::~tcp_listener() {
  close();
}

task<tcp_stream> tcp_listener::accept_at(std::shared_ptr<io_detail::tcp_acceptor> acceptor) {
  co_return tcp_stream(co_await io_detail::accept_at(std::move(acceptor)));
}

task<tcp_stream> tcp_listener::accept() {
  static_cast<void>(io_detail::opened(acceptor_, "tcp_listener::accept"));
  return accept_at(acceptor_);
}

void tcp_listener::close() noexcept {
  if (acceptor_) {
    acceptor_->close();
  }
}

bool tcp_listener::is_open() const noexcept {
  return acceptor_ && acceptor_->acceptor.is_open();
}

const tcp_endpoint& tcp_listener::local_endpoint() const noexcept {
  return acceptor_->name;
}

signal_set::signal_set(io_loop& loop, std::initializer_list<int> numbers)
    : signals_(std::make_shared<io_detail::signals>(loop.context())) {
  for (const int number : numbers) {
    asio::error_code error;
    signals_->set.add(number, error);
    io_detail::check(error, "signal_set: signal", std::to_string(number));
  }
}

signal_set& signal_set::operator=(signal_set&& other) noexcept {
  if (this != &other) {
    signal_set(std::move(other)).signals_.swap(signals_);
  }
  return *this;
}

signal_set::~signal_set() {
  if (signals_) {
    asio::error_code ignored;
    signals_->set.clear(ignored);
  }
}

task<int> signal_set::next() {
  static_cast<void>(io_detail::opened(signals_, "signal_set::next"));
  return io_detail::next_of(signals_);
}

}  // namespace patterns::async
