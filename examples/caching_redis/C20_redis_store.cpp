#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

import std;
import patterns;
import patterns.caching.redis;

using namespace std::chrono_literals;
using namespace patterns::caching;
using patterns::async::manual_clock;

// A redis-server of the page's own, on a socket with a path.
class server {
 public:
  server() : path((std::filesystem::temp_directory_path() / std::format("patterns-page-{}", getpid())).string()) {
    start();
  }
  server(const server&) = delete;
  server& operator=(const server&) = delete;
  ~server() { kill(); }

  void start() {
    std::vector<std::string> words{"redis-server", "--port", "0", "--save", "", "--unixsocket", path};
    std::vector<char*> arguments;
    for (auto& word : words) {
      arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t quiet;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", 1, 0);
    const int error = posix_spawnp(&process_, "redis-server", &quiet, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&quiet);
    if (error != 0) {
      throw std::system_error(error, std::system_category(), "redis-server");
    }
    redis_store<std::string, int> ready({.unix_socket = path, .prefix = "ready:", .retry_after = 1ms});
    for (bool answers = false; !answers; std::this_thread::sleep_for(1ms)) {
      try {
        answers = !ready.contains("");
      } catch (const redis_error&) {
        if (waitpid(process_, nullptr, WNOHANG) == process_) {
          throw;
        }
      }
    }
  }

  void kill() {
    ::kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    std::filesystem::remove(path);
  }

  const std::string path;

 private:
  pid_t process_ = 0;
};

// #region page
// A shop runs on two machines, here two stores in one program. What it costs to send a parcel is asked of a carrier,
// who is slow: what one machine has asked is kept on a Redis server for both, and near each for a minute. A server that
// fails must not stop the shop: a price of yesterday is better than none.
using prices = redis_store<std::string, double>;
using near_prices = near_cache<prices, loading_cache<ttl_cache<std::string, double, manual_clock&>>>;

double ask_carrier(const std::string& town) {
  std::cout << std::format("the carrier is asked about {}\n", town);
  return 4.5 + static_cast<double>(town.size());
}

int main() {
  server redis;
  manual_clock clock;
  const redis_options where{
      .unix_socket = redis.path, .prefix = "shop:parcel:", .time_to_live = 24h, .retry_after = 1ms};
  const near_prices::options how{.time_to_live = 1min, .stale_for = 24h, .on_failure = store_failure::stale};

  prices first_store(where);
  prices second_store(where);
  near_prices first(first_store, how, clock);
  near_prices second(second_store, how, clock);

  std::cout << std::format("first: {}\n", first.get_or_load("Oslo", ask_carrier));
  std::cout << std::format("second: {}\n", second.get_or_load("Oslo", ask_carrier));
  // the carrier is asked about Oslo
  // first: 8.5
  // second: 8.5

  first.put("Oslo", 9.5);
  std::cout << std::format("second, at once: {}\n", second.get("Oslo").value_or(0));
  clock.advance(1min);
  std::cout << std::format("second, a minute later: {}\n", second.get("Oslo").value_or(0));
  // second, at once: 8.5
  // second, a minute later: 9.5

  redis.kill();
  clock.advance(1h);
  std::cout << std::format("without the server: {}\n", second.get_or_load("Oslo", ask_carrier));
  try {
    std::cout << std::format("without the server: {}\n", second.get_or_load("Rome", ask_carrier));
  } catch (const redis_error& error) {
    std::cout << std::format("unreachable: {}\n", error.why() == redis_failure::unreachable);
  }
  // without the server: 9.5
  // unreachable: true

  redis.start();
  std::this_thread::sleep_for(10 * where.retry_after);
  std::cout << std::format("with a new server: {}\n", second.get_or_load("Rome", ask_carrier));
  std::cout << std::format("the first sees it too: {}\n", first.get("Rome").value_or(0));
  // the carrier is asked about Rome
  // with a new server: 8.5
  // the first sees it too: 8.5

  const std::vector<std::string> towns{"Rome", "Bern", "Oslo"};
  for (const auto& price : second_store.get_many(towns)) {
    std::cout << (price ? std::format("{} ", *price) : "none ");
  }
  std::cout << "in one trip\n";  // 8.5 none none in one trip
}
// #endregion
