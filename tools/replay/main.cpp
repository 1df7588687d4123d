#include "options.hpp"

import std;
import patterns.caching;
import replay.trace;

namespace {

using patterns::caching::bounded_cache;
using patterns::caching::cache;
using patterns::caching::cache_stats;
using patterns::caching::eviction_policy;
using patterns::caching::lru;
using patterns::caching::lru_cache;
using patterns::caching::synchronized_cache;
using replay::input_error;
using replay::number_in;
using replay::shown;
using replay::trace;

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

struct outcome {
  cache_stats stats;
  std::chrono::duration<double, std::nano> time{};
};

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

struct policy_entry {
  std::string_view name;
  outcome (*play)(const trace&, std::size_t, std::size_t, progress_bar&);
};

constexpr std::array policies{policy_entry{"lru", &play<lru>}};

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

const policy_entry& policy_named(const std::string& name) {
  if (const auto found = std::ranges::find(policies, name, &policy_entry::name); found != policies.end()) {
    return *found;
  }
  std::string known;
  std::string close;
  for (const auto& policy : policies) {
    known += (known.empty() ? "" : ", ") + std::string(policy.name);
    if (name.size() < 40 && edits_between(name, policy.name) <= 2) {
      close += (close.empty() ? "; did you mean " : " or ") + std::string(policy.name);
    }
  }
  throw input_error(
      std::format("--policy {}: unknown{} (known: {})", shown(name), close.empty() ? "" : close + "?", known));
}

std::size_t number_option(std::string_view option, const std::string& text, std::size_t most) {
  const auto number = number_in(text);
  if (!number || *number == 0 || *number > most) {
    throw input_error(std::format("{} {}: must be a number from 1 to {}", option, shown(text), most));
  }
  return static_cast<std::size_t>(*number);
}

/// Where the trace comes from; --help tells the rule.
enum class source { file, input, built_in };

source source_of(const replay::options& options) {
  if (options.file) {
    return *options.file == "-" ? source::input : source::file;
  }
  return replay::input_is_sent() ? source::input : source::built_in;
}

std::vector<trace> workloads_from(source from, const replay::options& options, std::size_t capacity) {
  std::vector<trace> workloads;
  switch (from) {
    case source::file:
      workloads.push_back(replay::read_trace_file(*options.file));
      break;
    case source::input:
      workloads.push_back(replay::read_trace(std::cin, "stdin"));
      break;
    case source::built_in:
      workloads.push_back(replay::zipf_workload());
      workloads.push_back(replay::loop_workload(capacity));
      break;
  }
  return workloads;
}

std::string json_text(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      result += std::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      result += c;
    }
  }
  return result + '"';
}

std::string report(const trace& workload, std::string_view policy, std::size_t capacity, std::size_t threads,
                   const outcome& result, bool json) {
  const auto accesses = workload.keys.size();
  const auto& [hits, misses, evictions, failures] = result.stats;
  const auto ratio = result.stats.hit_ratio();
  const auto each = result.time.count() / static_cast<double>(accesses);
  if (json) {
    return std::format(
        "{{\"trace\": {}, \"policy\": {}, \"capacity\": {}, \"threads\": {}, \"accesses\": {}, \"hits\": {}, "
        "\"hit_ratio\": {:.6f}, \"evictions\": {}, \"ns_per_access\": {:.2f}}}\n",
        json_text(workload.name), json_text(policy), capacity, threads, accesses, hits, ratio, evictions, each);
  }
  const auto note = threads == 1 ? "" : ", the hit ratio depends on their schedule";
  return std::format(
      "trace      {}\npolicy     {}\ncapacity   {}\nthreads    {}{}\naccesses   {}\nhits       {}\n"
      "hit ratio  {:.2f} %\nevictions  {}\ntime       {:.1f} ns per access\n",
      workload.name, policy, capacity, threads, note, accesses, hits, 100 * ratio, evictions, each);
}

std::string run(const replay::options& options) {
  constexpr std::size_t usual_capacity = 1'000;
  constexpr std::size_t most_threads = 1'024;
  const auto& policy = policy_named(options.policy);
  const auto threads = number_option("--threads", options.threads, most_threads);
  const auto from = source_of(options);
  if (!options.capacity && from != source::built_in) {
    throw input_error("--capacity N is needed to play a trace");
  }
  const auto capacity =
      options.capacity ? number_option("--capacity", *options.capacity, lru_cache<std::uint64_t, present>::max_entries)
                       : usual_capacity;
  std::string text;
  for (const auto& workload : workloads_from(from, options, capacity)) {
    progress_bar bar(workload.name, replay::errors_go_to_terminal());
    const auto result = policy.play(workload, capacity, threads, bar);
    text += (text.empty() || options.json ? "" : "\n") +
            report(workload, policy.name, capacity, threads, result, options.json);
  }
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const auto command = replay::parse_command_line(argc, argv);
    if (command.status != 0) {
      throw input_error(command.text);
    }
    std::cout << (command.play ? run(*command.play) : command.text) << std::flush;
    if (!std::cout) {
      std::cerr << "replay: the report cannot be written\n";
      return 1;
    }
    return 0;
  } catch (const input_error& error) {
    std::cerr << std::format("replay: {}\n", error.what());
    return 2;
  } catch (const std::exception& error) {
    std::cerr << std::format("replay: {}\n", error.what());
    return 1;
  }
}
