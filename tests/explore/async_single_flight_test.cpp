// C14 · async_single_flight: who comes while the leader is cancelled, and who leads next.
#include "explore.hpp"

import std;
import patterns.async;
import patterns.caching;
import patterns.concurrency;

namespace {

using explore::finds;
using explore::passes;
using explore::together;
using patterns::async::async_event;
using patterns::async::operation_cancelled;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::caching::async_single_flight;
using patterns::caching::leader_cancelled;
using patterns::caching::on_leader_cancelled;
using patterns::concurrency::stop_source;

/// Tells those who wait that the leader is gone, if there seem to be any, and only then gives the lead up.
class naive_flight {
 public:
  template <class Load>
  task<int> run(Load load) {
    ++callers_;
    while (led_.exchange(true)) {
      if (done_) {
        co_return 7;
      }
      co_await changed_.wait(patterns::concurrency::stop_token());
    }
    try {
      co_await load();
    } catch (const operation_cancelled&) {
      if (--callers_ > 0) {
        changed_.set();
      }
      led_ = false;
      throw;
    }
    done_ = true;
    changed_.set();
    co_return 7;
  }

 private:
  std::atomic<int> callers_ = 0;
  std::atomic<bool> led_ = false;
  std::atomic<bool> done_ = false;
  async_event changed_{patterns::async::event_reset::automatic};
};

/// Two callers, the first of whom is stopped at any time: the other gets the value, whoever loads it.
template <class Run>
void expect_the_other_to_be_served(Run run) {
  std::atomic<int> under_way = 0;
  const auto load = [&]() -> task<int> {
    EXPECT_EQ(++under_way, 1);
    const auto token = co_await patterns::async::current_stop_token();
    --under_way;
    if (token.stop_requested()) {
      throw operation_cancelled("load");
    }
    co_return 7;
  };
  stop_source stop;
  together(
      [&] {
        try {
          EXPECT_EQ(sync_wait(run(load), stop.get_token()), 7);
        } catch (const operation_cancelled&) {
          EXPECT_TRUE(stop.stop_requested());
        }
      },
      [&] { EXPECT_EQ(sync_wait(run(load)), 7); }, [&] { stop.request_stop(); });
}

TEST(C14_async_single_flight, a_naive_one_forgets_who_waits) {
  EXPECT_TRUE(finds("deadlock", {.schedules = 3000}, [] {
    naive_flight flight;
    expect_the_other_to_be_served([&](const auto& load) { return flight.run(load); });
  }));
}

TEST(C14_async_single_flight, serves_the_others_when_the_leader_is_stopped) {
  EXPECT_TRUE(passes({.schedules = 1500}, [] {
    async_single_flight<int, int> flights;
    expect_the_other_to_be_served([&](const auto& load) { return flights.run(1, [&load](int) { return load(); }); });
    EXPECT_EQ(flights.size(), 0U);
  }));
}

TEST(C14_async_single_flight, fails_the_others_when_the_leader_is_stopped_if_asked_to) {
  EXPECT_TRUE(passes({.schedules = 1000}, [] {
    async_single_flight<int, int> flights(on_leader_cancelled::fail);
    stop_source stop;
    const auto load = [](int) -> task<int> {
      const auto token = co_await patterns::async::current_stop_token();
      if (token.stop_requested()) {
        throw operation_cancelled("load");
      }
      co_return 7;
    };
    const auto ask = [&](stop_source* by) {
      try {
        EXPECT_EQ(
            sync_wait(flights.run(1, load), by != nullptr ? by->get_token() : patterns::concurrency::stop_token()), 7);
      } catch (const operation_cancelled&) {
        EXPECT_NE(by, nullptr);
      } catch (const leader_cancelled&) {
        EXPECT_TRUE(stop.stop_requested());
      }
    };
    together([&] { ask(&stop); }, [&] { ask(nullptr); }, [&] { stop.request_stop(); });
    EXPECT_EQ(flights.size(), 0U);
  }));
}

TEST(C14_async_single_flight, all_who_wait_are_let_go_one_by_one) {
  EXPECT_TRUE(passes({.schedules = 800}, [] {
    async_single_flight<int, int> flights;
    const auto ask = [&] { EXPECT_EQ(sync_wait(flights.run(1, [](int) -> task<int> { co_return 7; })), 7); };
    together(ask, ask, ask);
    EXPECT_EQ(flights.size(), 0U);
  }));
}

}  // namespace
