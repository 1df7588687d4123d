/// @file
/// What a full cache takes of the heap for each of its entries, as malloc counts it: with what it needs itself.
///
/// The time of these benchmarks is that of filling the cache, and says little; the counter `bytes_per_entry` counts.
#pragma once

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "caching_workload.hpp"

#if __has_include(<malloc.h>)
#include <malloc.h>
#endif
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)
#define PATTERNS_BENCH_SEES_THE_HEAP
#endif

namespace patterns_bench {

/// Entries of two numbers.
struct number_entries {
  using key_type = std::uint64_t;
  using mapped_type = std::uint64_t;
  static constexpr const char* name = "number_bytes/";

  static key_type key(std::size_t rank) { return key_of_rank(rank); }
  static mapped_type value(std::size_t rank) { return rank; }
};

/// Entries of two texts, of 24 and of 64 characters, neither of which fits into a string.
struct text_entries {
  using key_type = std::string;
  using mapped_type = std::string;
  static constexpr const char* name = "text_bytes/";

  static key_type key(std::size_t rank) {
    const auto digits = std::to_string(rank);
    return std::string(24 - digits.size(), '0') + digits;
  }
  static mapped_type value(std::size_t rank) { return std::string(64, static_cast<char>('a' + rank % 26)); }
};

#ifdef PATTERNS_BENCH_SEES_THE_HEAP
[[nodiscard]] inline std::size_t heap_bytes() {
  const auto heap = mallinfo2();
  return heap.uordblks + heap.hblkhd;
}

/// A subject is constructible from a capacity and has `put(key, value)` and `size()`.
template <class Subject, class Entries>
void entry_bytes(benchmark::State& state) {
  double bytes = 0;
  for (auto _ : state) {
    const auto before = heap_bytes();
    const auto subject = std::make_unique<Subject>(cache_entries);
    for (std::size_t rank = 0; rank < cache_entries; ++rank) {
      subject->put(Entries::key(rank), Entries::value(rank));
    }
    bytes = static_cast<double>(heap_bytes() - before) / static_cast<double>(subject->size());
  }
  state.counters["bytes_per_entry"] = bytes;
}

template <template <class Key, class Value> class Subject, class Entries>
void register_bytes_of(const std::string& name) {
  benchmark::RegisterBenchmark(
      (Entries::name + name).c_str(),
      &entry_bytes<Subject<typename Entries::key_type, typename Entries::mapped_type>, Entries>)
      ->Iterations(1);
}
#endif

/// Registers `number_bytes/NAME` and `text_bytes/NAME`, where the library of C can tell.
template <template <class Key, class Value> class Subject>
void register_bytes([[maybe_unused]] const std::string& name) {
#ifdef PATTERNS_BENCH_SEES_THE_HEAP
  register_bytes_of<Subject, number_entries>(name);
  register_bytes_of<Subject, text_entries>(name);
#endif
}

/// A map with the interface of the standard's as such a subject.
template <class Map>
class filled_map {
 public:
  explicit filled_map(std::size_t capacity) { map_.reserve(capacity); }
  template <class Key, class Value>
  void put(Key&& key, Value&& value) {
    map_.emplace(std::forward<Key>(key), std::forward<Value>(value));
  }
  [[nodiscard]] std::size_t size() const { return map_.size(); }

 private:
  Map map_;
};

}  // namespace patterns_bench
