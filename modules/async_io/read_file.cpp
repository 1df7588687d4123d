module;
#include <errno.h>
module patterns.async.io;

import std;
import patterns.async;
import patterns.concurrency;

namespace patterns::async {

namespace {

constexpr std::size_t block_size = 64 * 1024;

struct closes {
  void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};

std::vector<std::byte> read_whole(const std::filesystem::path& path, const concurrency::stop_token& token) {
  const std::unique_ptr<std::FILE, closes> file(std::fopen(path.c_str(), "rb"));
  const auto fail = [&path](int code) {
    throw std::system_error(code, std::generic_category(), std::format("read_file {}", path.string()));
  };
  if (!file) {
    fail(errno);
  }
  std::vector<std::byte> content;
  for (;;) {
    if (token.stop_requested()) {
      throw operation_cancelled("read_file");
    }
    const auto before = content.size();
    content.resize(before + block_size);
    const auto read = std::fread(content.data() + before, 1, block_size, file.get());
    const int code = errno;
    content.resize(before + read);
    if (std::ferror(file.get()) != 0) {
      fail(code);
    }
    if (read < block_size) {
      return content;
    }
  }
}

}  // namespace

task<std::vector<std::byte>> read_file(io_loop& loop, concurrency::thread_pool& pool, std::filesystem::path path) {
  const auto token = co_await current_stop_token();
  if (token.stop_requested()) {
    throw operation_cancelled("read_file");
  }
  co_await pool.schedule();
  std::vector<std::byte> content;
  std::exception_ptr error;
  try {
    content = read_whole(path, token);
  } catch (...) {
    error = std::current_exception();
  }
  co_await loop.schedule();
  if (error) {
    std::rethrow_exception(error);
  }
  co_return content;
}

}  // namespace patterns::async
