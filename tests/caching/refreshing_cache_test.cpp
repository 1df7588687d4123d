#include "googletest.hpp"

import googletest;
import std;
import patterns.caching;

namespace {

using patterns::caching::cache;
using patterns::caching::refreshing_cache;
using patterns::concurrency::executor;
using patterns::concurrency::thread_pool;
using namespace std::chrono_literals;
using time_point = std::chrono::steady_clock::time_point;

/// An executor that keeps its jobs until the test runs or drops them.
class job_list {
 public:
  template <class Job>
  void post(Job job) {
    if (closed) {
      throw std::runtime_error("closed");
    }
    jobs.push_back([owned = std::make_shared<Job>(std::move(job))] { (*owned)(); });
  }

  void run_all() {
    for (const auto& job : std::exchange(jobs, {})) {
      job();
    }
  }

  std::vector<std::function<void()>> jobs;
  bool closed = false;
};

static_assert(executor<job_list>);

using text_cache = refreshing_cache<int, std::string, job_list>;

static_assert(cache<text_cache>);

class C8_refreshing_cache : public testing::Test {
 protected:
  void make(std::size_t capacity = 4) {
    cache.emplace(
        capacity, jobs,
        [this](int key) {
          if (down) {
            throw std::runtime_error("down");
          }
          return std::format("{} v{}", key, ++version);
        },
        text_cache::options{.refresh_after = 10s,
                            .report =
                                [this](int key, const std::exception_ptr& error) {
                                  try {
                                    std::rethrow_exception(error);
                                  } catch (const std::runtime_error& what) {
                                    reported = std::format("{}: {}", key, what.what());
                                  }
                                },
                            .now = [this] { return now; }});
  }

  job_list jobs;
  time_point now{};
  int version = 0;
  bool down = false;
  std::string reported;
  std::optional<text_cache> cache;
};

TEST_F(C8_refreshing_cache, gives_what_is_old_at_once_and_loads_it_anew_elsewhere) {
  make();
  EXPECT_EQ(cache->get_or_load(1), "1 v1");
  now += 9s;
  EXPECT_EQ(cache->get_or_load(1), "1 v1");
  EXPECT_TRUE(jobs.jobs.empty());
  now += 1s;
  EXPECT_EQ(cache->get_or_load(1), "1 v1");
  EXPECT_EQ(jobs.jobs.size(), 1U);
  jobs.run_all();
  EXPECT_EQ(cache->get_or_load(1), "1 v2");
  EXPECT_TRUE(jobs.jobs.empty());
  EXPECT_EQ(cache->refreshing(), 0U);
}

TEST_F(C8_refreshing_cache, has_one_refresh_for_a_key_at_a_time) {
  make();
  (void)cache->get_or_load(1);
  (void)cache->get_or_load(2);
  now += 10s;
  for (int i = 0; i < 5; ++i) {
    (void)cache->get_or_load(1);
    (void)cache->get_or_load(2);
  }
  EXPECT_EQ(jobs.jobs.size(), 2U);
  EXPECT_EQ(cache->refreshing(), 2U);
}

TEST_F(C8_refreshing_cache, keeps_the_old_value_of_a_refresh_that_throws_reports_it_and_tries_again) {
  make();
  (void)cache->get_or_load(1);
  now += 10s;
  down = true;
  EXPECT_EQ(cache->get_or_load(1), "1 v1");
  jobs.run_all();
  EXPECT_EQ(reported, "1: down");
  EXPECT_EQ(cache->get_or_load(1), "1 v1");
  down = false;
  jobs.run_all();
  EXPECT_EQ(cache->get_or_load(1), "1 v2");
}

TEST_F(C8_refreshing_cache, throws_to_a_caller_who_has_no_value) {
  make();
  down = true;
  EXPECT_THROW((void)cache->get_or_load(1), std::runtime_error);
  EXPECT_EQ(cache->get(1), std::nullopt);
}

TEST_F(C8_refreshing_cache, brings_nothing_back_that_was_erased_or_put) {
  make();
  (void)cache->get_or_load(1);
  now += 10s;
  (void)cache->get_or_load(1);
  cache->put(1, "by hand");
  jobs.run_all();
  EXPECT_EQ(cache->get(1), "by hand");
  now += 10s;
  (void)cache->get_or_load(1);
  EXPECT_TRUE(cache->erase(1));
  jobs.run_all();
  EXPECT_FALSE(cache->contains(1));
  EXPECT_EQ(version, 1);
  cache->clear();
  EXPECT_EQ(cache->size(), 0U);
}

TEST_F(C8_refreshing_cache, gives_up_a_job_that_is_dropped_unrun) {
  make();
  (void)cache->get_or_load(1);
  now += 10s;
  (void)cache->get_or_load(1);
  jobs.jobs.clear();
  EXPECT_EQ(cache->refreshing(), 0U);
  (void)cache->get_or_load(1);
  EXPECT_EQ(jobs.jobs.size(), 1U);
}

TEST_F(C8_refreshing_cache, reports_an_executor_that_takes_no_job_and_gives_the_value) {
  make();
  (void)cache->get_or_load(1);
  now += 10s;
  jobs.closed = true;
  EXPECT_EQ(cache->get_or_load(1), "1 v1");
  EXPECT_EQ(reported, "1: closed");
  EXPECT_EQ(cache->refreshing(), 0U);
}

TEST_F(C8_refreshing_cache, may_be_gone_before_its_jobs) {
  make();
  (void)cache->get_or_load(1);
  now += 10s;
  (void)cache->get_or_load(1);
  cache.reset();
  jobs.run_all();
  EXPECT_EQ(version, 1);
}

TEST_F(C8_refreshing_cache, thinks_nothing_old_when_the_clock_goes_back) {
  make();
  now += 100s;
  (void)cache->get_or_load(1);
  now -= 50s;
  (void)cache->get_or_load(1);
  EXPECT_TRUE(jobs.jobs.empty());
}

TEST(C8_refreshing_cache_in_a_pool, refreshes_while_threads_read) {
  thread_pool pool(2);
  std::atomic<int> version = 0;
  std::atomic<int> ticks = 0;
  refreshing_cache<int, int, thread_pool> cache(
      4, pool, [&](int) { return ++version; },
      {.refresh_after = 1s, .now = [&] { return time_point(std::chrono::seconds(++ticks)); }});
  std::vector<std::thread> readers;
  std::atomic<int> backward = 0;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      int newest = 0;
      while (newest < 50) {
        const int seen = cache.get_or_load(0);
        backward += seen < newest;
        newest = seen;
      }
    });
  }
  for (auto& reader : readers) {
    reader.join();
  }
  EXPECT_EQ(backward, 0);
}

}  // namespace
