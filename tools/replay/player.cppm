/// @file
/// Plays a trace to a cache, by any of the policies.
export module replay.player;

import std;
import patterns.caching;
import replay.trace;

namespace replay {

using patterns::caching::bounded_cache;
using patterns::caching::cache;
using patterns::caching::cache_stats;
using patterns::caching::eviction_policy;
using patterns::caching::synchronized_cache;

/// What is stored for a key: a trace tells only that there was something.
struct present {};

/// Plays every `stride`-th access from `first` on.
template <cache Cache, class Progress>
void play_slice(const trace& workload, Cache& cache, std::size_t first, std::size_t stride, Progress progress) {
  const auto& keys = workload.keys;
  const auto part = (keys.size() / 100 / stride + 1) * stride;
  for (auto from = first; from < keys.size(); from += part) {
    const auto to = std::min(keys.size(), from + part);
    for (auto access = from; access < to; access += stride) {
      if (!cache.get(keys[access])) {
        cache.put(keys[access], present{});
      }
    }
    progress(to, keys.size());
  }
}

}  // namespace replay

export namespace replay {

/// A bar on the standard error, for those who watch.
class progress_bar {
 public:
  progress_bar(std::string_view name, bool visible) : name_(name), visible_(visible) {}
  progress_bar(const progress_bar&) = delete;
  progress_bar& operator=(const progress_bar&) = delete;

  ~progress_bar() {
    if (visible_) {
      std::cerr << "\r\033[K" << std::flush;
    }
  }

  void show(std::size_t done, std::size_t all) {
    constexpr std::size_t width = 40;
    if (visible_) {
      const auto filled = width * done / all;
      std::cerr << std::format("\r{} [{:#<{}}{:.<{}}] {:3} %", name_, "", filled, "", width - filled, 100 * done / all)
                << std::flush;
    }
  }

 private:
  std::string_view name_;
  bool visible_;
};

struct outcome {
  cache_stats stats;
  std::chrono::duration<double, std::nano> time{};
};

/// A policy by its name, and what plays a trace by it.
struct policy_entry {
  std::string_view name;
  outcome (*play)(const trace&, std::size_t, std::size_t, progress_bar&);
};

}  // namespace replay

namespace replay {

template <cache Cache>
void play_in_threads(const trace& workload, Cache& cache, std::size_t threads, progress_bar& bar) {
  std::vector<std::thread> workers;
  std::atomic<bool> go = false;
  std::atomic<bool> abandoned = false;
  std::exception_ptr failure;
  try {
    for (std::size_t id = 0; id < threads; ++id) {
      workers.emplace_back([&, id] {
        go.wait(false);
        if (!abandoned) {
          play_slice(workload, cache, id, threads, [&](std::size_t done, std::size_t all) {
            if (id == 0) {
              bar.show(done, all);
            }
          });
        }
      });
    }
  } catch (const std::system_error& error) {
    abandoned = true;
    failure = std::make_exception_ptr(
        input_error(std::format("--threads {}: {} could be started: {}", threads, workers.size(), error.what())));
  }
  go = true;
  go.notify_all();
  for (auto& worker : workers) {
    worker.join();
  }
  if (failure) {
    std::rethrow_exception(failure);
  }
}

template <eviction_policy Policy>
outcome play(const trace& workload, std::size_t capacity, std::size_t threads, progress_bar& bar) {
  using single = bounded_cache<std::uint64_t, present, Policy>;
  const auto timed = [&](auto& cache, auto action) {
    const auto start = std::chrono::steady_clock::now();
    action(cache);
    const auto end = std::chrono::steady_clock::now();
    return outcome{cache.stats(), end - start};
  };
  if (threads == 1) {
    single cache(capacity);
    return timed(cache, [&](auto& alone) {
      play_slice(workload, alone, 0, 1, [&](std::size_t done, std::size_t all) { bar.show(done, all); });
    });
  }
  synchronized_cache<single> cache(capacity);
  return timed(cache, [&](auto& shared) { play_in_threads(workload, shared, threads, bar); });
}

inline constexpr std::array entries{
    policy_entry{"lru", &play<patterns::caching::lru>},
    policy_entry{"sieve", &play<patterns::caching::sieve>},
    policy_entry{"s3_fifo", &play<patterns::caching::s3_fifo>},
    policy_entry{"arc", &play<patterns::caching::arc>},
    policy_entry{"w_tiny_lfu", &play<patterns::caching::w_tiny_lfu>},
    policy_entry{"w_tiny_lfu_1", &play<patterns::caching::fixed_w_tiny_lfu<1>>},
    policy_entry{"w_tiny_lfu_20", &play<patterns::caching::fixed_w_tiny_lfu<20>>},
};

/// How many letters have to be changed, added or left out to make one word of the other.
std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    auto diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const auto changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace replay

export namespace replay {

/// All policies, in the order in which they are shown.
[[nodiscard]] std::span<const policy_entry> policies() {
  return entries;
}

/// The most entries that a cache of a trace can hold.
[[nodiscard]] std::size_t most_entries() {
  return bounded_cache<std::uint64_t, present>::max_entries;
}

/// @throws input_error naming the policies that there are, and those that are spelt like `name`
[[nodiscard]] const policy_entry& policy_named(const std::string& name) {
  if (const auto found = std::ranges::find(entries, name, &policy_entry::name); found != entries.end()) {
    return *found;
  }
  std::string known;
  std::string close;
  for (const auto& policy : entries) {
    known += (known.empty() ? "" : ", ") + std::string(policy.name);
    if (name.size() < 40 && edits_between(name, policy.name) <= 2) {
      close += (close.empty() ? "; did you mean " : " or ") + std::string(policy.name);
    }
  }
  throw input_error(
      std::format("--policy {}: unknown{} (known: {})", shown(name), close.empty() ? "" : close + "?", known));
}

}  // namespace replay
