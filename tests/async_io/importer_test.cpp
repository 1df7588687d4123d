#include "googletest.hpp"

import googletest;
import std;
import patterns.async.io;

// What an importer sees: nothing of Asio, neither a name nor a macro.
#if defined(ASIO_VERSION) || defined(ASIO_HPP) || defined(ASIO_IO_CONTEXT_HPP) || defined(ASIO_NO_DEPRECATED) || \
    defined(ASIO_STANDALONE) || defined(ASIO_DECL)
#error a macro of Asio is reachable
#endif

// These would clash with Asio's own if an importer could reach them.
namespace asio {

enum class io_context { mine };
using error_code = int;
constexpr int post = 1;

namespace ip {

struct tcp {
  static constexpr int mine = 2;
};

}  // namespace ip

}  // namespace asio

namespace {

TEST(async_io_importer, may_declare_what_asio_declares) {
  EXPECT_EQ(static_cast<int>(asio::io_context::mine), 0);
  EXPECT_EQ(asio::post + asio::ip::tcp::mine + asio::error_code(), 3);
}

TEST(async_io_importer, has_what_the_module_exports) {
  using patterns::async::io_loop;
  using patterns::async::read_file;
  using patterns::async::signal_set;
  using patterns::async::stream_ended;
  using patterns::async::tcp_connect;
  using patterns::async::tcp_endpoint;
  using patterns::async::tcp_listener;
  using patterns::async::tcp_stream;
  static_assert(std::is_nothrow_move_constructible_v<tcp_stream> && !std::is_copy_constructible_v<tcp_stream>);
  static_assert(std::is_nothrow_move_constructible_v<tcp_listener> && !std::is_copy_constructible_v<tcp_listener>);
  static_assert(std::is_nothrow_move_constructible_v<signal_set> && !std::is_copy_constructible_v<signal_set>);
  static_assert(!std::is_move_constructible_v<io_loop>);
  static_assert(std::derived_from<stream_ended, std::runtime_error> && std::equality_comparable<tcp_endpoint>);
  EXPECT_TRUE(&read_file != nullptr && &tcp_connect != nullptr);
}

}  // namespace
