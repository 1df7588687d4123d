module patterns.caching.redis;

import std;

namespace patterns::caching::detail {

namespace {

using form = redis_reply::form;

// A pattern that only the text itself matches.
std::string quoted_for_match(std::string_view text) {
  std::string pattern;
  for (const char each : text) {
    if (std::string_view("*?[]^-\\").find(each) != std::string_view::npos) {
      pattern += '\\';
    }
    pattern += each;
  }
  return pattern;
}

// Calls `give` with `items`, so many at a time.
template <class Item, class Give>
void in_batches(std::span<const Item> items, std::size_t most, Give give) {
  while (!items.empty()) {
    const auto batch = items.first(std::min(most, items.size()));
    give(batch);
    items = items.subspan(batch.size());
  }
}

}  // namespace

std::string_view as_text(std::span<const std::byte> bytes) noexcept {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::span<const std::byte> as_pickle(std::string_view text) noexcept {
  return std::as_bytes(std::span(text));
}

redis_client::redis_client(redis_options options) : pool_(std::move(options)) {}

std::optional<std::string> redis_client::get(std::string_view key) {
  const redis_command command{"GET", key};
  return value_of(std::move(pool_.run(std::span(&command, 1), true).front()));
}

std::vector<std::optional<std::string>> redis_client::get_many(std::span<const std::string> keys) {
  std::vector<std::optional<std::string>> values;
  values.reserve(keys.size());
  in_batches(keys, options().batch, [&](std::span<const std::string> batch) {
    std::vector<redis_command> commands;
    commands.reserve(batch.size());
    for (const auto& key : batch) {
      commands.push_back({"GET", key});
    }
    for (auto& each : pool_.run(commands, true)) {
      values.push_back(value_of(std::move(each)));
    }
  });
  return values;
}

bool redis_client::put(std::string_view key, std::string_view value,
                       std::optional<std::chrono::milliseconds> time_to_live) {
  if (time_to_live && *time_to_live <= std::chrono::milliseconds::zero()) {
    erase(key);
    return false;
  }
  redis_command command{"SET", key, value};
  const auto time = std::to_string(time_to_live.value_or(std::chrono::milliseconds::zero()).count());
  if (time_to_live) {
    command.insert(command.end(), {"PX", time});
  }
  const auto reply = pool_.run(std::move(command), true);
  if (reply.is != form::status) {
    throw redis_complaint(pool_.name(), "SET", reply);
  }
  return true;
}

void redis_client::put_many(std::span<const entry> entries, std::optional<std::chrono::milliseconds> time_to_live) {
  const bool is_over = time_to_live && *time_to_live <= std::chrono::milliseconds::zero();
  const auto time = std::to_string(time_to_live.value_or(std::chrono::milliseconds::zero()).count());
  in_batches(entries, options().batch, [&](std::span<const entry> batch) {
    std::vector<redis_command> commands;
    commands.reserve(batch.size());
    for (const auto& each : batch) {
      if (is_over) {
        commands.push_back({"UNLINK", each.key});
        continue;
      }
      commands.push_back({"SET", each.key, as_text(each.value)});
      if (time_to_live) {
        commands.back().insert(commands.back().end(), {"PX", time});
      }
    }
    for (const auto& each : pool_.run(commands, true)) {
      if (each.is != (is_over ? form::integer : form::status)) {
        throw redis_complaint(pool_.name(), commands.front().front(), each);
      }
    }
  });
}

bool redis_client::erase(std::string_view key) {
  return counted({"UNLINK", key});
}

bool redis_client::contains(std::string_view key) {
  return counted({"EXISTS", key});
}

void redis_client::clear() {
  const redis_time_limit limit(options().clear_timeout);
  const auto pattern = quoted_for_match(options().prefix) + "*";
  std::string cursor = "0";
  do {
    if (std::chrono::steady_clock::now() >= limit.end) {
      throw redis_error(redis_failure::timeout, std::format("{}: SCAN: not through all keys within {} ms", pool_.name(),
                                                            options().clear_timeout.count()));
    }
    cursor = erase_page(cursor, pattern);
  } while (cursor != "0");
}

std::string redis_client::erase_page(std::string_view cursor, std::string_view pattern) {
  auto reply = pool_.run({"SCAN", cursor, "MATCH", pattern, "COUNT", "1000"}, true);
  if (reply.is != form::list) {
    throw redis_complaint(pool_.name(), "SCAN", reply);
  }
  if (reply.elements.size() != 2 || reply.elements[0].is != form::text || reply.elements[1].is != form::list) {
    throw redis_error(redis_failure::protocol,
                      std::format("{}: SCAN: was answered with no cursor and keys", pool_.name()));
  }
  redis_command command{"UNLINK"};
  for (const auto& each : reply.elements[1].elements) {
    if (each.is != form::text || !each.text.starts_with(options().prefix)) {
      throw redis_error(redis_failure::protocol,
                        std::format("{}: SCAN: was answered with keys that were not asked for", pool_.name()));
    }
    command.push_back(each.text);
  }
  if (command.size() > 1) {
    static_cast<void>(counted(std::move(command)));
  }
  return std::move(reply.elements[0].text);
}

// UNLINK is not repeatable: the answer would be another.
bool redis_client::counted(redis_command command) {
  const std::string_view name = command.front();
  const auto reply = pool_.run(std::move(command), name != "UNLINK");
  if (reply.is != form::integer) {
    throw redis_complaint(pool_.name(), name, reply);
  }
  return reply.integer > 0;
}

std::optional<std::string> redis_client::value_of(redis_reply reply) {
  if (reply.is == form::text) {
    return std::move(reply.text);
  }
  if (reply.is == form::error && reply.text.starts_with("WRONGTYPE")) {
    count_unreadable();
  } else if (reply.is != form::nothing) {
    throw redis_complaint(pool_.name(), "GET", reply);
  }
  return std::nullopt;
}

void redis_client::count_unreadable() noexcept {
  unreadable_.fetch_add(1, std::memory_order::relaxed);
}

redis_stats redis_client::stats() const {
  auto all = pool_.stats();
  all.unreadable = unreadable_.load(std::memory_order::relaxed);
  return all;
}

}  // namespace patterns::caching::detail
