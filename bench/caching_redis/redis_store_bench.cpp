// C20 · what a trip to a server costs beside hiredis alone, what a batch saves, and what a value near saves.
#include <benchmark/benchmark.h>
#include <hiredis/hiredis.h>

#include <cstdint>
#include <string>
#include <vector>

import std;
import patterns.caching;
import patterns.caching.redis;
import test.redis_server;

namespace {

using patterns::caching::near_cache;
using patterns::caching::redis_store;
using patterns::caching::synchronized_cache;
using patterns::caching::ttl_cache;
using patterns_test::redis_process;
using store_type = redis_store<std::string, std::uint64_t>;

constexpr std::size_t count = 100;

std::uint16_t port() {
  static const redis_process server;
  return server.port();
}

store_type& store() {
  static store_type made({.port = port(), .prefix = "bench:"});
  return made;
}

const std::vector<std::string>& keys() {
  static const auto made = [] {
    std::vector<std::string> all;
    for (std::size_t i = 0; i < count; ++i) {
      all.push_back(std::format("key-{}", i));
      store().put(all.back(), i);
    }
    return all;
  }();
  return made;
}

struct hiredis {
  hiredis() : context(redisConnect("127.0.0.1", port())) {}
  hiredis(const hiredis&) = delete;
  hiredis& operator=(const hiredis&) = delete;
  ~hiredis() { redisFree(context); }

  void append(const std::string& key) const {
    const std::string name = "bench:" + key;
    redisAppendCommand(context, "GET %b", name.data(), name.size());
  }

  [[nodiscard]] std::size_t size_of_next() const {
    void* found = nullptr;
    redisGetReply(context, &found);
    const auto* const reply = static_cast<redisReply*>(found);
    const std::size_t size = reply == nullptr ? 0 : reply->len;
    freeReplyObject(found);
    return size;
  }

  redisContext* context;
};

// Each is given a key, and gives what it finds.
template <class Get>
void one_by_one(benchmark::State& state, Get get) {
  const auto& all = keys();
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(get(all[next]));
    next = (next + 1) % count;
  }
  state.SetItemsProcessed(state.iterations());
}

void get_hiredis(benchmark::State& state) {
  const auto& all = keys();
  const hiredis raw;
  one_by_one(state, [&](const std::string& key) {
    raw.append(key);
    return raw.size_of_next();
  });
  benchmark::DoNotOptimize(all.data());
}

void get_ours(benchmark::State& state) {
  one_by_one(state, [](const std::string& key) { return store().get(key); });
}

void many_hiredis(benchmark::State& state) {
  const auto& all = keys();
  const hiredis raw;
  for (auto _ : state) {
    for (const auto& key : all) {
      raw.append(key);
    }
    for (std::size_t i = 0; i < count; ++i) {
      benchmark::DoNotOptimize(raw.size_of_next());
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
}

void many_ours(benchmark::State& state) {
  const auto& all = keys();
  for (auto _ : state) {
    benchmark::DoNotOptimize(store().get_many(all));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
}

void many_one_by_one(benchmark::State& state) {
  one_by_one(state, [](const std::string& key) { return store().get(key); });
}

void near_ours(benchmark::State& state) {
  near_cache<store_type> near(store(), {.capacity = 2 * count, .time_to_live = std::chrono::hours(1)});
  one_by_one(state, [&](const std::string& key) { return near.get(key); });
}

void near_local(benchmark::State& state) {
  synchronized_cache<ttl_cache<std::string, std::uint64_t>> local(2 * count, std::chrono::hours(1));
  for (const auto& key : keys()) {
    local.put(key, key.size());
  }
  one_by_one(state, [&](const std::string& key) { return local.get(key); });
}

const bool registered = [] {
  benchmark::AddCustomContext("peer floor", "redisCommand of hiredis on one connection; near_hit: no store behind it");
  benchmark::AddCustomContext("peer patterns", "redis_store; near_hit: near_cache");
  benchmark::AddCustomContext("peer patterns_one_by_one", "as many calls of redis_store::get");
  // Most of the time is the server's, and passes while this process sleeps.
  benchmark::RegisterBenchmark("redis_get/floor", get_hiredis)->UseRealTime();
  benchmark::RegisterBenchmark("redis_get/patterns", get_ours)->UseRealTime();
  benchmark::RegisterBenchmark("redis_get_100/floor", many_hiredis)->UseRealTime();
  benchmark::RegisterBenchmark("redis_get_100/patterns", many_ours)->UseRealTime();
  benchmark::RegisterBenchmark("redis_get_100/patterns_one_by_one", many_one_by_one)->UseRealTime();
  benchmark::RegisterBenchmark("near_hit/floor", near_local);
  benchmark::RegisterBenchmark("near_hit/patterns", near_ours);
  return true;
}();

}  // namespace
