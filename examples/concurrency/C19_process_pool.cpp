import std;
import patterns;

// #region page
// A gallery makes previews of pictures that anybody may send. The decoder is somebody else's: there are files that make
// it crash, and files on which it never ends. That must not take the gallery down, nor the pictures beside it.
using namespace patterns::concurrency;
using namespace std::chrono_literals;

struct preview {
  std::string name;
  std::vector<int> columns;
};

preview decode(const std::string& name, const std::vector<int>& pixels, int width) {
  if (width <= 0) {
    throw std::invalid_argument(std::format("a width of {}", width));
  }
  if (name.ends_with(".bomb")) {
    std::abort();
  }
  for (volatile bool forever = name.ends_with(".maze"); forever;) {
  }
  preview made{name, std::vector<int>(static_cast<std::size_t>(width))};
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    made.columns[i % made.columns.size()] += pixels[i];
  }
  return made;
}

int main() {
  // The workers are this program, started anew: here they become workers.
  if (const auto status = run_worker()) {
    return *status;
  }

  process_pool<decode> pool({.workers = 2, .job_timeout = 2s, .largest_frame = 10'000});
  std::vector<std::future<preview>> previews;
  previews.push_back(pool.submit("cat.png", std::vector{1, 2, 3, 4}, 2));
  previews.push_back(pool.submit("evil.bomb", std::vector{1}, 2));
  previews.push_back(pool.submit("evil.maze", std::vector{1}, 2));
  previews.push_back(pool.submit("dog.png", std::vector{5, 6}, 0));
  previews.push_back(pool.submit("huge.png", std::vector{7}, 1'000'000));
  previews.push_back(pool.submit("owl.png", std::vector{8, 9}, 1));

  for (auto& each : previews) {
    try {
      const auto [name, columns] = each.get();
      std::cout << name << ' ' << patterns::meta::repr(columns) << '\n';
    } catch (const process_pool_error& error) {
      std::cout << error.what() << '\n';
    }
  }
  // cat.png [4, 6]
  // process_pool of decode: the worker was killed by signal 6 while it ran the job
  // process_pool of decode: the job took longer than 2000 ms, and its worker was killed
  // process_pool of decode: it threw std::invalid_argument: a width of 0
  // process_pool of decode: the result takes 4000040 bytes, and 10000 are allowed
  // owl.png [17]

  // Who sends too much learns it at once, and nothing was sent.
  try {
    (void)pool.submit("poster.png", std::vector<int>(100'000), 10);
  } catch (const job_too_large& error) {
    std::cout << error.what() << '\n';
  }
  // process_pool of decode: the arguments take 400069 bytes, and 10000 are allowed
}
// #endregion
