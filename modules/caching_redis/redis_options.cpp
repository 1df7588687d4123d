module patterns.caching.redis;

import std;

namespace patterns::caching::detail {

namespace {

void check_positive(std::string_view name, std::chrono::milliseconds value) {
  if (value <= std::chrono::milliseconds::zero()) {
    throw redis_options_error(std::format("redis_options: {} is {} ms; it must be more than 0", name, value.count()));
  }
}

void check_some(std::string_view name, std::size_t value) {
  if (value == 0) {
    throw redis_options_error(std::format("redis_options: {} is 0; it must be at least 1", name));
  }
}

}  // namespace

std::string redis_name(const redis_options& options) {
  if (!options.unix_socket.empty()) {
    return std::format("redis {}", options.unix_socket);
  }
  const bool has_colons = options.host.find(':') != std::string::npos;
  return has_colons ? std::format("redis [{}]:{}", options.host, options.port)
                    : std::format("redis {}:{}", options.host, options.port);
}

void check_redis_options(const redis_options& options) {
  if (options.prefix.empty()) {
    throw redis_options_error("redis_options: prefix is empty; clear would take out what others keep");
  }
  if (options.unix_socket.empty() && options.host.empty()) {
    throw redis_options_error("redis_options: neither host nor unix_socket is given");
  }
  if (options.password.empty() && !options.user.empty()) {
    throw redis_options_error(std::format("redis_options: user is '{}', without a password", options.user));
  }
  if (options.database < 0) {
    throw redis_options_error(std::format("redis_options: database is {}", options.database));
  }
  if (!options.now) {
    throw redis_options_error("redis_options: now is empty");
  }
  check_positive("wait_timeout", options.wait_timeout);
  check_positive("connect_timeout", options.connect_timeout);
  check_positive("command_timeout", options.command_timeout);
  check_positive("clear_timeout", options.clear_timeout);
  check_positive("retry_after", options.retry_after);
  check_positive("retry_after_at_most", options.retry_after_at_most);
  check_some("connections", options.connections);
  check_some("batch", options.batch);
  check_some("reply_limit", options.reply_limit);
}

}  // namespace patterns::caching::detail
