// C18 · stop_token: registration, request and destruction at once.
#include "explore.hpp"

import std;
import patterns.concurrency;

namespace {

using explore::finds;
using explore::passes;
using explore::together;
using patterns::concurrency::stop_callback;
using patterns::concurrency::stop_source;

/// What stop_callback does, without what is hard in it: the destructor does not wait for a callback that runs, or the
/// request is looked for before the callback is in the list.
class naive_stop_list {
 public:
  void request_stop() {
    requested_ = true;
    std::unique_lock lock(mutex_);
    while (!callbacks_.empty()) {
      auto* const callback = callbacks_.back();
      callbacks_.pop_back();
      lock.unlock();
      (*callback)();
      lock.lock();
    }
  }

  void add(std::function<void()>& callback) {
    if (requested_) {
      callback();
      return;
    }
    const std::lock_guard lock(mutex_);
    callbacks_.push_back(&callback);
  }

  void remove(std::function<void()>& callback) {
    const std::lock_guard lock(mutex_);
    std::erase(callbacks_, &callback);
  }

 private:
  std::atomic<bool> requested_ = false;
  std::mutex mutex_;
  std::vector<std::function<void()>*> callbacks_;
};

TEST(C18_stop_token, naive_removal_lets_a_callback_use_what_is_gone) {
  EXPECT_TRUE(finds("expectation", {.schedules = 2000}, [] {
    naive_stop_list stop;
    std::atomic<bool> gone = false;
    std::function<void()> callback = [&] { EXPECT_FALSE(gone.load()); };
    together([&] { stop.request_stop(); },
             [&] {
               stop.add(callback);
               stop.remove(callback);
               gone = true;
             });
  }));
}

TEST(C18_stop_token, naive_registration_misses_the_request) {
  EXPECT_TRUE(finds("expectation", {.schedules = 500}, [] {
    naive_stop_list stop;
    std::atomic<int> calls = 0;
    std::function<void()> callback = [&] { ++calls; };
    together([&] { stop.request_stop(); }, [&] { stop.add(callback); });
    EXPECT_EQ(calls, 1);
  }));
}

TEST(C18_stop_token, a_callback_has_returned_when_its_destructor_has) {
  const auto body = [] {
    stop_source source;
    auto data = std::make_unique<std::atomic<int>>(0);
    together([&] { source.request_stop(); },
             [&, token = source.get_token()] {
               {
                 const stop_callback callback(token, [&data = *data] {
                   ++data;
                   ++data;
                 });
               }
               EXPECT_NE(*data, 1) << "half of the callback has run";
               data.reset();
             });
  };
  EXPECT_TRUE(passes({.schedules = 1500}, body));
  EXPECT_TRUE(passes({.schedules = 1500, .how = explore::strategy::exhaustive}, body));
}

TEST(C18_stop_token, a_callback_registered_during_the_request_runs_once) {
  EXPECT_TRUE(passes({.schedules = 1500}, [] {
    stop_source source;
    std::atomic<int> calls = 0;
    std::optional<stop_callback<std::function<void()>>> first;
    std::optional<stop_callback<std::function<void()>>> second;
    together([&] { source.request_stop(); }, [&] { first.emplace(source.get_token(), [&] { ++calls; }); },
             [&] { second.emplace(source.get_token(), [&] { ++calls; }); });
    EXPECT_EQ(calls, 2);
  }));
}

TEST(C18_stop_token, one_of_two_requests_is_the_first) {
  EXPECT_TRUE(passes({.schedules = 600}, [] {
    stop_source source;
    std::atomic<int> first = 0;
    const stop_callback callback(source.get_token(), [&] { ++first; });
    const auto request = [&, copy = source]() mutable { first += copy.request_stop() ? 10 : 0; };
    together(request, request);
    EXPECT_EQ(first, 11);
  }));
}

TEST(C18_stop_token, a_callback_may_destroy_itself_while_another_goes) {
  EXPECT_TRUE(passes({.schedules = 1000}, [] {
    stop_source source;
    std::optional<stop_callback<std::function<void()>>> own;
    auto other = std::make_unique<stop_callback<std::function<void()>>>(source.get_token(), [] {});
    std::atomic<bool> called = false;
    own.emplace(source.get_token(), [&] {
      own.reset();
      called = true;
    });
    together([&] { source.request_stop(); }, [&] { other.reset(); });
    EXPECT_TRUE(called);
  }));
}

TEST(C18_stop_token, the_state_goes_with_the_last_who_knows_it) {
  EXPECT_TRUE(passes({.schedules = 600}, [] {
    auto source = std::make_unique<stop_source>();
    auto token = source->get_token();
    together(
        [&] {
          source->request_stop();
          source.reset();
        },
        [own = std::move(token)]() mutable { const stop_callback callback(std::move(own), [] {}); });
  }));
}

}  // namespace
