#include "googletest.hpp"

#include "../message_of.hpp"

import googletest;
import std;
import patterns.async;
import patterns.async.io;
import patterns.concurrency;

using patterns::async::io_loop;
using patterns::async::loop_stopped;
using patterns::async::operation_cancelled;
using patterns::async::stream_ended;
using patterns::async::task;
using patterns::async::tcp_connect;
using patterns::async::tcp_endpoint;
using patterns::async::tcp_listener;
using patterns::async::tcp_stream;
using patterns::async::with_stop_token;
using patterns::concurrency::stop_source;
using patterns::concurrency::stop_token;
using patterns_test::message_of;

namespace {

constexpr auto loopback = "127.0.0.1";

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text));
}

// Starts tasks and lets them run on the loop; what is left of them at the end is an error of the test.
class background {
 public:
  struct coroutine {
    struct promise_type {
      static coroutine get_return_object() { return {}; }
      static std::suspend_never initial_suspend() noexcept { return {}; }
      static std::suspend_never final_suspend() noexcept { return {}; }
      static void return_void() {}
      static void unhandled_exception() { std::terminate(); }
    };
  };

  explicit background(io_loop& loop) : loop_(&loop) {}
  background(const background&) = delete;
  background& operator=(const background&) = delete;
  ~background() { EXPECT_EQ(running_, 0); }

  void start(task<> work) { run(*this, std::move(work)); }

  task<> all_ended() {
    while (running_ != 0) {
      co_await loop_->schedule();
    }
    if (error_) {
      std::rethrow_exception(error_);
    }
  }

 private:
  static coroutine run(background& in, task<> work) {
    ++in.running_;
    try {
      co_await std::move(work);
    } catch (...) {
      in.error_ = std::current_exception();
    }
    --in.running_;
  }

  io_loop* loop_;
  int running_ = 0;
  std::exception_ptr error_;
};

struct connected {
  tcp_stream client;
  tcp_stream server;
};

task<connected> connect_both(io_loop& loop) {
  tcp_listener listener(loop, loopback, 0);
  auto client = co_await tcp_connect(loop, loopback, listener.local_endpoint().port);
  auto server = co_await listener.accept();
  co_return connected{std::move(client), std::move(server)};
}

connected pair_on(io_loop& loop) {
  return loop.run_until_complete(connect_both(loop));
}

task<std::string> read_text(tcp_stream& from, std::size_t size) {
  std::string text(size, '\0');
  co_await from.read(std::as_writable_bytes(std::span(text)));
  co_return text;
}

task<> echo(tcp_stream stream) {
  std::array<std::byte, 64> buffer{};
  while (const auto count = co_await stream.read_some(buffer)) {
    co_await stream.write(std::span(buffer).first(count));
  }
}

task<> serve(background& tasks, tcp_listener& listener, int connections) {
  for (int i = 0; i < connections; ++i) {
    tasks.start(echo(co_await listener.accept()));
  }
}

task<> ask(io_loop& loop, std::uint16_t port, std::string text, int& answers) {
  auto stream = co_await tcp_connect(loop, loopback, port);
  co_await stream.write(bytes_of(text));
  stream.shutdown_write();
  EXPECT_EQ(co_await read_text(stream, text.size()), text);
  std::array<std::byte, 1> rest{};
  EXPECT_EQ(co_await stream.read_some(rest), 0) << "the end of the stream";
  ++answers;
}

TEST(async_io_tcp, echoes_to_a_hundred_connections_at_once) {
  io_loop loop;
  background tasks(loop);
  tcp_listener listener(loop, loopback, 0);
  int answers = 0;
  tasks.start(serve(tasks, listener, 100));
  for (int i = 0; i < 100; ++i) {
    tasks.start(
        ask(loop, listener.local_endpoint().port, std::string(static_cast<std::size_t>(1 + 7 * i), 'x'), answers));
  }
  loop.run_until_complete(tasks.all_ended());
  EXPECT_EQ(answers, 100);
}

TEST(async_io_tcp, both_ends_know_each_other_by_address) {
  io_loop loop;
  const auto both = pair_on(loop);
  EXPECT_EQ(both.client.local_endpoint(), both.server.remote_endpoint());
  EXPECT_EQ(both.server.local_endpoint(), both.client.remote_endpoint());
  EXPECT_EQ(both.client.remote_endpoint().address, loopback);
  EXPECT_EQ((tcp_endpoint{"127.0.0.1", 80}).to_string(), "127.0.0.1:80");
  EXPECT_EQ((tcp_endpoint{"::1", 80}).to_string(), "[::1]:80");
}

TEST(async_io_tcp, a_refused_connection_names_the_operation_and_the_address) {
  io_loop loop;
  const auto port = [&] { return tcp_listener(loop, loopback, 0).local_endpoint().port; }();
  try {
    loop.run_until_complete(tcp_connect(loop, loopback, port));
    FAIL() << "nothing was thrown";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code(), std::errc::connection_refused);
    EXPECT_TRUE(std::string_view(error.what()).starts_with(std::format("tcp_connect 127.0.0.1:{}", port)))
        << error.what();
  }
}

TEST(async_io_tcp, a_name_is_looked_up) {
  io_loop loop;
  tcp_listener listener(loop, loopback, 0);
  const auto stream = loop.run_until_complete(tcp_connect(loop, "localhost", listener.local_endpoint().port));
  EXPECT_EQ(stream.remote_endpoint(), listener.local_endpoint());
}

TEST(async_io_tcp, a_read_that_the_peer_cuts_off_says_how_far_it_came) {
  io_loop loop;
  auto both = pair_on(loop);
  const auto cut = [](connected& ends) -> task<> {
    co_await ends.server.write(bytes_of("abc"));
    ends.server.close();
    co_await read_text(ends.client, 10);
  };
  try {
    loop.run_until_complete(cut(both));
    FAIL() << "nothing was thrown";
  } catch (const stream_ended& ended) {
    EXPECT_EQ(ended.received(), 3);
    EXPECT_EQ(ended.wanted(), 10);
    EXPECT_EQ(std::string(ended.what()), std::format("tcp_stream::read {}: the stream ended after 3 of 10 bytes",
                                                     both.client.remote_endpoint().to_string()));
  }
}

TEST(async_io_tcp, a_pending_accept_is_cancelled_and_takes_no_connection) {
  io_loop loop;
  tcp_listener listener(loop, loopback, 0);
  stop_source stop;
  loop.post([&] { stop.request_stop(); });
  EXPECT_EQ(message_of<operation_cancelled>([&] { loop.run_until_complete(listener.accept(), stop.get_token()); }),
            "tcp_listener::accept: cancelled, a stop was requested");
  const auto client = loop.run_until_complete(tcp_connect(loop, loopback, listener.local_endpoint().port));
  const auto server = loop.run_until_complete(listener.accept());
  EXPECT_EQ(server.remote_endpoint(), client.local_endpoint());
}

TEST(async_io_tcp, a_pending_read_is_cancelled_and_has_read_nothing) {
  io_loop loop;
  auto both = pair_on(loop);
  std::array<std::byte, 4> buffer{};
  stop_source stop;
  loop.post([&] { stop.request_stop(); });
  EXPECT_EQ(message_of<operation_cancelled>(
                [&] { loop.run_until_complete(both.client.read_some(buffer), stop.get_token()); }),
            "tcp_stream::read_some: cancelled, a stop was requested");
  loop.run_until_complete(both.server.write(bytes_of("data")));
  EXPECT_EQ(loop.run_until_complete(read_text(both.client, 4)), "data");
}

TEST(async_io_tcp, a_wait_that_begins_after_the_stop_was_requested_throws_at_once) {
  io_loop loop;
  auto both = pair_on(loop);
  stop_source stop;
  stop.request_stop();
  std::array<std::byte, 4> buffer{};
  EXPECT_THROW(loop.run_until_complete(both.client.read_some(buffer), stop.get_token()), operation_cancelled);
  EXPECT_THROW(loop.run_until_complete(both.client.write(bytes_of("x")), stop.get_token()), operation_cancelled);
  EXPECT_THROW(loop.run_until_complete(tcp_connect(loop, loopback, 1), stop.get_token()), operation_cancelled);
}

// After some turns of the loop, so that what began before is in its wait by then.
void request_after(io_loop& loop, stop_source& stop, int turns) {
  loop.post([&loop, &stop, turns] {
    if (turns == 0) {
      stop.request_stop();
    } else {
      request_after(loop, stop, turns - 1);
    }
  });
}

TEST(async_io_tcp, a_write_that_waits_for_the_peer_to_read_is_cancelled) {
  io_loop loop;
  auto both = pair_on(loop);
  const std::string more_than_the_system_takes(16 * 1024 * 1024, 'x');
  stop_source stop;
  request_after(loop, stop, 10);
  EXPECT_EQ(message_of<operation_cancelled>([&] {
              loop.run_until_complete(both.client.write(bytes_of(more_than_the_system_takes)), stop.get_token());
            }),
            "tcp_stream::write: cancelled, a stop was requested");
}

TEST(async_io_tcp, stop_and_data_race_and_exactly_one_of_them_wins) {
  io_loop loop;
  auto both = pair_on(loop);
  int read = 0;
  int cancelled = 0;
  for (int round = 0; round < 200; ++round) {
    stop_source stop;
    loop.run_until_complete(both.server.write(bytes_of("x")));
    std::thread other([&] { stop.request_stop(); });
    std::array<std::byte, 1> buffer{};
    try {
      EXPECT_EQ(loop.run_until_complete(both.client.read_some(buffer), stop.get_token()), 1);
      ++read;
    } catch (const operation_cancelled&) {
      ++cancelled;
      EXPECT_EQ(loop.run_until_complete(both.client.read_some(buffer)), 1) << "the byte was not lost";
    }
    other.join();
  }
  EXPECT_EQ(read + cancelled, 200);
}

TEST(async_io_tcp, to_write_to_a_peer_that_is_gone_is_an_exception_and_no_signal) {
  io_loop loop;
  auto both = pair_on(loop);
  const auto write_until_it_fails = [](connected& ends) -> task<> {
    ends.server.close();
    for (;;) {
      co_await ends.client.write(bytes_of("into the void"));
    }
  };
  try {
    loop.run_until_complete(write_until_it_fails(both));
  } catch (const std::system_error& error) {
    EXPECT_TRUE(error.code() == std::errc::broken_pipe || error.code() == std::errc::connection_reset) << error.what();
    EXPECT_TRUE(std::string_view(error.what())
                    .starts_with(std::format("tcp_stream::write {}", both.client.remote_endpoint().to_string())))
        << error.what();
  }
}

TEST(async_io_tcp, closing_a_stream_ends_the_wait_on_it) {
  io_loop loop;
  auto both = pair_on(loop);
  std::array<std::byte, 1> buffer{};
  loop.post([&] { both.client.close(); });
  EXPECT_THROW(loop.run_until_complete(both.client.read_some(buffer)), std::system_error);
  EXPECT_FALSE(both.client.is_open());
  both.client.close();
  EXPECT_THROW(loop.run_until_complete(both.client.write(bytes_of("x"))), std::system_error);
}

TEST(async_io_tcp, a_stream_may_be_moved_while_a_read_waits) {
  io_loop loop;
  auto both = pair_on(loop);
  std::optional<tcp_stream> moved;
  const auto work = [](io_loop& on, connected& ends, std::optional<tcp_stream>& to) -> task<std::size_t> {
    on.post([&] {
      to.emplace(std::move(ends.client));
      ends.server.shutdown_write();
    });
    std::array<std::byte, 1> buffer{};
    co_return co_await ends.client.read_some(buffer);
  };
  EXPECT_EQ(loop.run_until_complete(work(loop, both, moved)), 0);
  EXPECT_TRUE(moved->is_open());
  EXPECT_THROW((void)both.client.read_some({}), std::system_error) << "moved from";
}

TEST(async_io_tcp, an_empty_buffer_waits_for_nothing) {
  io_loop loop;
  auto both = pair_on(loop);
  EXPECT_EQ(loop.run_until_complete(both.client.read_some({})), 0);
  loop.run_until_complete(both.client.read({}));
  loop.run_until_complete(both.client.write({}));
}

TEST(async_io_tcp, a_listener_may_be_bound_again_at_once) {
  io_loop loop;
  std::uint16_t port = 0;
  for (int round = 0; round < 3; ++round) {
    tcp_listener listener(loop, loopback, port);
    port = listener.local_endpoint().port;
    const auto client = loop.run_until_complete(tcp_connect(loop, loopback, port));
    auto server = loop.run_until_complete(listener.accept());
    server.close();
  }
}

TEST(async_io_tcp, an_address_that_is_taken_or_none_is_named) {
  io_loop loop;
  const tcp_listener first(loop, loopback, 0);
  const auto port = first.local_endpoint().port;
  try {
    const tcp_listener second(loop, loopback, port);
    FAIL() << "nothing was thrown";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code(), std::errc::address_in_use);
    EXPECT_NE(std::string(error.what()).find(std::format(" 127.0.0.1:{}", port)), std::string::npos) << error.what();
  }
  EXPECT_NE(message_of<std::system_error>([&] { tcp_listener(loop, "no address", 0); }).find("no address:0"),
            std::string::npos);
}

TEST(async_io_tcp, a_read_that_is_destroyed_while_it_waits_touches_its_buffer_no_more) {
  io_loop loop;
  auto both = pair_on(loop);
  const auto reads = [](io_loop& on, tcp_stream& from) -> task<> {
    on.post([&on] { on.stop(); });
    std::array<std::byte, 64> buffer{};
    co_await from.read_some(buffer);
  };
  EXPECT_THROW(loop.run_until_complete(reads(loop, both.client)), loop_stopped);
  loop.run_until_complete(both.server.write(bytes_of("data")));
  EXPECT_EQ(loop.run_until_complete(read_text(both.client, 4)), "data");
}

TEST(async_io_tcp, an_accept_that_is_destroyed_while_it_waits_is_taken_out) {
  io_loop loop;
  tcp_listener listener(loop, loopback, 0);
  const auto accepts = [](io_loop& on, tcp_listener& at) -> task<> {
    on.post([&on] { on.stop(); });
    co_await at.accept();
  };
  EXPECT_THROW(loop.run_until_complete(accepts(loop, listener)), loop_stopped);
  const auto client = loop.run_until_complete(tcp_connect(loop, loopback, listener.local_endpoint().port));
  EXPECT_EQ(loop.run_until_complete(listener.accept()).remote_endpoint(), client.local_endpoint());
}

TEST(async_io_tcp, a_stream_may_outlive_its_loop) {
  auto loop = std::make_unique<io_loop>();
  auto both = pair_on(*loop);
  loop.reset();
  EXPECT_TRUE(both.client.is_open());
  both.client.close();
  EXPECT_FALSE(both.client.is_open());
}

}  // namespace
