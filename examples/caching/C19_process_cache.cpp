import std;
import patterns;

using patterns::caching::process_cache;
using patterns::concurrency::process_pool_error;
using patterns::concurrency::run_worker;

// #region page
// A site shows the outline of models that its users upload. To measure one takes the CPU for long, and a model that is
// broken makes the library crash: that happens in a process of its own, and what was measured once is kept.
int triangles(const std::string& model) {
  if (model.ends_with(".broken")) {
    std::abort();
  }
  std::cout << std::format("measuring {}\n", model) << std::flush;
  return static_cast<int>(100 * model.size());
}

int main() {
  // The workers are this program, started anew: here they become workers.
  if (const auto status = run_worker()) {
    return *status;
  }

  process_cache<triangles> sizes({.capacity = 100, .pool = {.workers = 1}});
  for (const std::string model : {"teapot", "rabbit.broken", "cat", "teapot", "rabbit.broken", "cat"}) {
    try {
      std::cout << std::format("{}: {}\n", model, sizes.get_or_load(model)) << std::flush;
    } catch (const process_pool_error& error) {
      std::cout << std::format("{}: {}\n", model, error.what()) << std::flush;
    }
  }
  // measuring teapot
  // teapot: 600
  // rabbit.broken: process_pool of triangles: the worker was killed by signal 6 while it ran the job
  // measuring cat
  // cat: 300
  // teapot: 600
  // rabbit.broken: process_pool of triangles: the worker was killed by signal 6 while it ran the job
  // cat: 300

  std::cout << std::format("{} results are kept\n", sizes.size());  // 2 results are kept
}
// #endregion
