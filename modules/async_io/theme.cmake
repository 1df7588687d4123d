patterns_theme(
  async_io
  REQUIRES
  async
  INTERFACE
  async_io.cppm
  io_loop.cppm
  read_file.cppm
  signal_set.cppm
  tcp.cppm
  IMPLEMENTATION
  asio.cpp
  read_file.cpp)
target_include_directories(patterns_async_io SYSTEM PRIVATE "${PATTERNS_ASIO_INCLUDE_DIR}")
