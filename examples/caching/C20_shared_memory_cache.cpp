#include <signal.h>
#include <unistd.h>

import std;
import patterns;

using patterns::caching::shared_memory_cache;
using patterns::caching::shared_memory_error;
using patterns::concurrency::process_pool;
using patterns::concurrency::run_worker;
using patterns::concurrency::worker_died;

// #region page
// The workers of a site render previews, each a process of its own, because pictures make the library crash. What one
// of them rendered, the others are not to render again: the previews stand in memory that all of them share. No worker
// owns it, and none can leave a lock behind when it dies.
struct preview {
  int width = 0;
  std::vector<std::string> lines;
};

using preview_cache = shared_memory_cache<std::string, preview>;

preview render(const std::string& picture, int width) {
  if (picture.ends_with(".broken")) {
    ::raise(SIGKILL);
  }
  return {width, {std::string(static_cast<std::size_t>(width), picture.front()), "by " + picture}};
}

std::string preview_of(const std::string& memory, const std::string& picture) {
  preview_cache previews(memory, {.bytes = 256 * 1024});
  if (const auto found = previews.get(picture)) {
    return std::format("{} (another worker made it)", found->lines.front());
  }
  const auto made = render(picture, 8);
  previews.put(picture, made, std::chrono::hours(1));
  return made.lines.front();
}

int main() {
  // The workers are this program, started anew: here they become workers.
  if (const auto status = run_worker()) {
    return *status;
  }

  const auto memory = std::format("gallery-{}", ::getpid());
  const patterns::data_model::scope_exit at_the_end([&] { preview_cache::remove(memory); });
  for (const std::string picture : {"cat", "cat", "dog.broken", "dog", "cat"}) {
    // A new worker for each, to show that the memory is nobody's.
    process_pool<preview_of> pool({.workers = 1});
    try {
      std::cout << std::format("{}: {}\n", picture, pool.submit(memory, picture).get());
    } catch (const worker_died& error) {
      std::cout << std::format("{}: {}\n", picture, error.what());
    }
  }
  // cat: cccccccc
  // cat: cccccccc (another worker made it)
  // dog.broken: process_pool of preview_of: the worker was killed by signal 9 while it ran the job
  // dog: dddddddd
  // cat: cccccccc (another worker made it)

  const preview_cache previews(memory, {.bytes = 256 * 1024});
  const auto stats = previews.stats();
  std::cout << std::format("{} previews, {} hits, {} misses\n", previews.size(), stats.hits, stats.misses);
  // 2 previews, 2 hits, 3 misses

  // All who open it must mean the same.
  try {
    const preview_cache smaller(memory, {.bytes = 64 * 1024});
  } catch (const shared_memory_error& error) {
    std::string text = error.what();
    std::cout << text.replace(text.find(memory), memory.size(), "gallery") << '\n';
  }
  // shared_memory_cache 'gallery': it has 262144 bytes in 1 stripes, and not 65536 in 1
}
// #endregion
