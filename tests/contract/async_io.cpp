// What patterns.async.io exports. To change it: tests/contract/names.py --write
import patterns.async.io;

namespace async_io_contract {
using patterns::async::io_loop;
using patterns::async::read_file;
using patterns::async::signal_set;
using patterns::async::stream_ended;
using patterns::async::tcp_connect;
using patterns::async::tcp_endpoint;
using patterns::async::tcp_listener;
using patterns::async::tcp_stream;
}  // namespace async_io_contract
