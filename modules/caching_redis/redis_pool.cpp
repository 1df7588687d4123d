module patterns.caching.redis;

import std;

namespace patterns::caching::detail {

// A connection in use. It goes back as a broken one unless it is said to be good.
class redis_pool::lease {
 public:
  lease(redis_pool& pool, connection_ptr connection, bool was_idle) noexcept
      : was_idle_(was_idle), pool_(pool), connection_(std::move(connection)) {}
  lease(const lease&) = delete;
  lease& operator=(const lease&) = delete;
  ~lease() { pool_.give_back(std::move(connection_), is_good_); }

  [[nodiscard]] redis_connection& operator*() const noexcept { return *connection_; }
  [[nodiscard]] bool was_idle() const noexcept { return was_idle_; }
  void set_good() noexcept { is_good_ = true; }

 private:
  bool was_idle_;
  bool is_good_ = false;
  redis_pool& pool_;
  connection_ptr connection_;
};

redis_pool::redis_pool(redis_options options) : options_(std::move(options)) {
  check_redis_options(options_);
  name_ = redis_name(options_);
  idle_.reserve(options_.connections);
}

std::vector<redis_reply> redis_pool::run(std::span<const redis_command> commands, bool repeatable) {
  if (commands.empty()) {
    return {};
  }
  for (bool is_first = true;; is_first = false) {
    auto connection = take(commands.front().front());
    try {
      auto replies = (*connection).exchange(commands, redis_time_limit(options_.command_timeout));
      connection.set_good();
      return replies;
    } catch (const redis_lost& lost) {
      const bool has_no_effect = !lost.sent || (repeatable && !lost.answered);
      if (!is_first || !connection.was_idle() || !has_no_effect) {
        throw redis_error(lost.why(), lost.what());
      }
    }
    const std::lock_guard lock(mutex_);
    ++stats_.repeated;
  }
}

redis_reply redis_pool::run(redis_command command, bool repeatable) {
  auto replies = run(std::span<const redis_command>(&command, 1), repeatable);
  if (replies.front().is == redis_reply::form::error) {
    throw redis_complaint(name_, command.front(), replies.front());
  }
  return std::move(replies.front());
}

redis_stats redis_pool::stats() const {
  const std::lock_guard lock(mutex_);
  return stats_;
}

std::size_t redis_pool::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_;
}

redis_pool::lease redis_pool::take(std::string_view command) {
  const redis_time_limit limit(options_.wait_timeout);
  std::unique_lock lock(mutex_);
  for (;;) {
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      ++lent_;
      lock.unlock();
      if (connection->is_quiet()) {
        return {*this, std::move(connection), true};
      }
      give_back(std::move(connection), false);
      lock.lock();
    } else if (lent_ < options_.connections) {
      return {*this, connect(lock, command), false};
    } else {
      ++waiting_;
      const auto ended = returned_.wait_until(lock, limit.end);
      --waiting_;
      if (ended == std::cv_status::timeout && idle_.empty() && lent_ == options_.connections) {
        throw redis_error(redis_failure::timeout,
                          std::format("{}: {}: all {} connections were in use for {} ms", name_, command,
                                      options_.connections, options_.wait_timeout.count()));
      }
    }
  }
}

redis_pool::connection_ptr redis_pool::connect(std::unique_lock<std::mutex>& lock, std::string_view command) {
  const bool is_probe = failures_ > 0;
  if (is_probe) {
    const auto left = retry_at_ - options_.now();
    if (probing_ || left > left.zero()) {
      throw redis_error(last_error_.why,
                        std::format("{}: {}: not tried, since of late: {}", name_, command, last_error_.message));
    }
    probing_ = true;
  }
  ++lent_;
  lock.unlock();
  connection_ptr made;
  failure problem;
  std::exception_ptr other;
  try {
    made = std::make_unique<redis_connection>(options_);
  } catch (const redis_error& error) {
    problem = {error.why(), error.what()};
  } catch (...) {
    other = std::current_exception();
  }
  std::optional<std::chrono::steady_clock::time_point> now;
  try {
    now = options_.now();
  } catch (...) {
    other = std::current_exception();
  }
  lock.lock();
  probing_ = probing_ && !is_probe;
  if (made && !other) {
    failures_ = 0;
    ++stats_.connects;
    return made;
  }
  --lent_;
  returned_.notify_all();
  if (other) {
    std::rethrow_exception(other);
  }
  ++stats_.failed_connects;
  if (is_probe || failures_ == 0) {
    remember(problem, *now);
  }
  throw redis_error(problem.why, problem.message);
}

void redis_pool::remember(const failure& error, std::chrono::steady_clock::time_point now) {
  const auto most = std::min<std::chrono::milliseconds>(options_.retry_after_at_most, std::chrono::years(1));
  auto pause = std::min(options_.retry_after, most);
  for (unsigned i = 0; i < failures_ && pause < most; ++i) {
    pause = pause > most / 2 ? most : pause * 2;
  }
  last_error_ = error;
  retry_at_ = now + pause;
  ++failures_;
}

void redis_pool::give_back(connection_ptr connection, bool is_good) noexcept {
  {
    const std::lock_guard lock(mutex_);
    --lent_;
    if (is_good) {
      idle_.push_back(std::move(connection));
    } else {
      // What has ended one has mostly ended the others.
      stats_.lost_connections += 1 + idle_.size();
      idle_.clear();
    }
  }
  if (is_good) {
    returned_.notify_one();
  } else {
    returned_.notify_all();
  }
}

}  // namespace patterns::caching::detail
