#include "googletest.hpp"

#include "../message_of.hpp"

import googletest;
import std;
import patterns.caching;
import patterns.caching.redis;
import test.redis_server;

namespace {

using namespace std::chrono_literals;
using patterns::caching::near_cache;
using patterns::caching::redis_error;
using patterns::caching::redis_failure;
using patterns::caching::redis_options;
using patterns::caching::redis_stats;
using patterns::caching::redis_store;
using patterns::caching::store_failure;
using patterns_test::fake_server;
using patterns_test::free_port;
using patterns_test::message_of;
using patterns_test::redis_process;
using patterns_test::told;

using store_type = redis_store<std::string, std::string>;

// A loaded machine is no failure: what does not try a time limit has a long one.
redis_options options(std::uint16_t port) {
  redis_options made;
  made.port = port;
  made.prefix = "failure:";
  made.wait_timeout = made.connect_timeout = made.command_timeout = 20s;
  made.retry_after = 1ms;
  made.retry_after_at_most = 2ms;
  return made;
}

struct outcome {
  std::optional<redis_failure> why;
  std::string message;
};

template <class Call>
outcome outcome_of(Call call) {
  try {
    call();
    return {std::nullopt, "no error"};
  } catch (const redis_error& error) {
    return {error.why(), error.what()};
  }
}

outcome get(store_type& store) {
  return outcome_of([&] { static_cast<void>(store.get("a")); });
}

bool is_greeting(std::string_view request) {
  return request.find("SELECT") != std::string_view::npos;
}

// A server that greets as it should, and then says `bytes`.
fake_server::script_type saying(told answer) {
  return [answer](int, std::string_view request) { return is_greeting(request) ? told{"+OK\r\n"} : answer; };
}

struct hand_time {
  std::shared_ptr<std::atomic<std::int64_t>> milliseconds = std::make_shared<std::atomic<std::int64_t>>(0);

  std::chrono::steady_clock::time_point operator()() const {
    return std::chrono::steady_clock::time_point(std::chrono::milliseconds(milliseconds->load()));
  }
};

TEST(C20_redis_failure, leaves_a_server_alone_that_cannot_be_reached) {
  const auto port = free_port();
  const hand_time time;
  auto patient = options(port);
  patient.retry_after = 100ms;
  patient.retry_after_at_most = 300ms;
  patient.now = time;
  store_type store(patient);
  const auto refused = std::format("redis 127.0.0.1:{}: cannot connect: Connection refused", port);
  EXPECT_EQ(get(store).message, refused);
  std::uint64_t attempts = 1;
  for (const auto pause : {100, 200, 300, 300}) {
    *time.milliseconds += pause - 1;
    const auto [why, message] = get(store);
    EXPECT_EQ(why, redis_failure::unreachable);
    EXPECT_EQ(message, std::format("redis 127.0.0.1:{}: GET: not tried, since of late: {}", port, refused));
    EXPECT_EQ(store.stats().failed_connects, attempts);
    *time.milliseconds += 1;
    EXPECT_EQ(get(store).message, refused);
    EXPECT_EQ(store.stats().failed_connects, ++attempts);
  }
}

TEST(C20_redis_failure, lets_one_caller_try_while_the_others_get_their_error) {
  std::latch is_trying(1);
  std::latch may_answer(1);
  fake_server server([&](int connection, std::string_view) {
    if (connection == 0) {
      return told{.closes = true};
    }
    is_trying.count_down();
    may_answer.wait();
    return told{"+OK\r\n$-1\r\n"};
  });
  const hand_time time;
  auto patient = options(server.port());
  patient.now = time;
  store_type store(patient);
  EXPECT_EQ(get(store).why, redis_failure::unreachable);
  *time.milliseconds += 1;
  std::thread first([&] { EXPECT_EQ(get(store).why, redis_failure::protocol) << "more was said than asked"; });
  is_trying.wait();
  EXPECT_NE(get(store).message.find("not tried"), std::string::npos);
  may_answer.count_down();
  first.join();
  EXPECT_EQ(server.connections(), 2);
}

TEST(C20_redis_failure, repeats_what_met_a_connection_that_the_server_had_closed) {
  fake_server server([](int connection, std::string_view request) {
    if (is_greeting(request)) {
      return told{"+OK\r\n"};
    }
    static thread_local int commands = 0;
    return connection == 0 && ++commands == 2 ? told{.closes = true} : told{"$-1\r\n"};
  });
  store_type store(options(server.port()));
  EXPECT_EQ(get(store).why, std::nullopt);
  EXPECT_EQ(get(store).why, std::nullopt) << "the second command closes the first connection";
  EXPECT_EQ(store.stats(), (redis_stats{.connects = 2, .lost_connections = 1, .repeated = 1}));
}

TEST(C20_redis_failure, repeats_nothing_whose_answer_would_be_another) {
  fake_server server([](int, std::string_view request) {
    return is_greeting(request)                               ? told{"+OK\r\n"}
           : request.find("UNLINK") != std::string_view::npos ? told{.closes = true}
                                                              : told{"$-1\r\n"};
  });
  store_type store(options(server.port()));
  EXPECT_EQ(get(store).why, std::nullopt);
  const auto [why, message] = outcome_of([&] { store.erase("a"); });
  EXPECT_EQ(why, redis_failure::unreachable);
  EXPECT_EQ(message,
            std::format("redis 127.0.0.1:{}: UNLINK: the connection is lost: the server has closed it", server.port()));
  EXPECT_EQ(store.stats().repeated, 0);
}

TEST(C20_redis_failure, repeats_nothing_on_a_new_connection) {
  fake_server server(saying({.closes = true}));
  store_type store(options(server.port()));
  EXPECT_EQ(get(store).why, redis_failure::unreachable);
  EXPECT_EQ(store.stats(), (redis_stats{.connects = 1, .lost_connections = 1}));
}

TEST(C20_redis_failure, repeats_nothing_that_was_answered_in_part) {
  fake_server server(saying({"$10\r\nabc", true}));
  store_type store(options(server.port()));
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(get(store).why, redis_failure::unreachable);
  }
  EXPECT_EQ(store.stats(), (redis_stats{.connects = 2, .lost_connections = 2}));
}

TEST(C20_redis_failure, waits_no_longer_than_it_may_for_an_answer) {
  for (const auto& answer : {told{}, told{"$2147483647\r\nabc"}, told{"*1048576\r\n:1\r\n"},
                             told{"$5000\r\n" + std::string(5000, 'x') + "\r\n", false, true}}) {
    fake_server server(saying(answer));
    auto brief = options(server.port());
    brief.command_timeout = 30ms;
    store_type store(brief);
    const auto [why, message] = get(store);
    EXPECT_EQ(why, redis_failure::timeout);
    EXPECT_EQ(message, std::format("redis 127.0.0.1:{}: GET: no answer within 30 ms", server.port()));
  }
}

TEST(C20_redis_failure, waits_no_longer_than_it_may_for_a_greeting) {
  fake_server server([](int, std::string_view) { return told{}; });
  auto brief = options(server.port());
  brief.connect_timeout = 20ms;
  store_type store(brief);
  const auto [why, message] = get(store);
  EXPECT_EQ(why, redis_failure::timeout);
  EXPECT_EQ(message, std::format("redis 127.0.0.1:{}: SELECT: no answer within 20 ms", server.port()));
  EXPECT_EQ(store.stats().failed_connects, 1);
}

TEST(C20_redis_failure, waits_no_longer_than_it_may_for_a_connection) {
  std::latch is_asked(1);
  std::latch may_answer(1);
  fake_server server([&](int, std::string_view request) {
    if (is_greeting(request)) {
      return told{"+OK\r\n"};
    }
    is_asked.count_down();
    may_answer.wait();
    return told{"$-1\r\n"};
  });
  auto narrow = options(server.port());
  narrow.connections = 1;
  narrow.wait_timeout = 20ms;
  store_type store(narrow);
  std::thread first([&] { EXPECT_EQ(get(store).why, std::nullopt); });
  is_asked.wait();
  const auto [why, message] = get(store);
  EXPECT_EQ(why, redis_failure::timeout);
  EXPECT_EQ(message, std::format("redis 127.0.0.1:{}: GET: all 1 connections were in use for 20 ms", server.port()));
  may_answer.count_down();
  first.join();
}

TEST(C20_redis_failure, hands_a_connection_to_who_waits_for_one) {
  std::latch is_asked(1);
  std::latch may_answer(1);
  fake_server server([&, is_first = true](int, std::string_view request) mutable {
    if (is_greeting(request)) {
      return told{"+OK\r\n"};
    }
    if (std::exchange(is_first, false)) {
      is_asked.count_down();
      may_answer.wait();
    }
    return told{"$-1\r\n"};
  });
  auto narrow = options(server.port());
  narrow.connections = 1;
  store_type store(narrow);
  std::thread first([&] { EXPECT_EQ(get(store).why, std::nullopt); });
  is_asked.wait();
  std::thread second([&] { EXPECT_EQ(get(store).why, std::nullopt); });
  while (store.waiting() == 0) {
    std::this_thread::yield();
  }
  may_answer.count_down();
  first.join();
  second.join();
  EXPECT_EQ(store.stats().connects, 1);
}

TEST(C20_redis_failure, takes_no_nonsense_for_an_answer) {
  const std::vector<std::string> nonsense{
      "HTTP/1.1 400 Bad Request\r\n\r\n",
      std::string("\0\0\0\0", 4),
      ":1\r\n",
      "+OK\r\n",
      "*1\r\n$1\r\na\r\n",
      "*0\r\n",
      "$-7\r\n",
      "$99999999999999999999\r\n",
      "*-5\r\n",
      ":12x\r\n",
      "$1\r\na\r\n$1\r\nb\r\n",
      "$1\r\na\r\ntrailing",
      "*9\r\n*9\r\n*9\r\n*9\r\n:x\r\n",
      std::string(100, '\n'),
  };
  for (const auto& each : nonsense) {
    fake_server server(saying({each}));
    store_type store(options(server.port()));
    const auto [why, message] = get(store);
    EXPECT_EQ(why, redis_failure::protocol) << message;
    EXPECT_TRUE(message.starts_with(std::format("redis 127.0.0.1:{}: GET: ", server.port()))) << message;
    EXPECT_TRUE(std::ranges::all_of(message, [](char letter) { return ' ' <= letter && letter <= '~'; })) << message;
    EXPECT_EQ(get(store).why, redis_failure::protocol) << "and goes on to ask";
  }
}

TEST(C20_redis_failure, takes_no_nonsense_for_pages_of_keys) {
  for (const std::string each : {"$1\r\na\r\n", "*0\r\n", "*2\r\n:0\r\n*0\r\n", "*2\r\n$1\r\n0\r\n:1\r\n",
                                 "*2\r\n$1\r\n0\r\n*1\r\n$7\r\nanother\r\n", "*2\r\n$1\r\n0\r\n*1\r\n:1\r\n"}) {
    fake_server server(saying({each}));
    store_type store(options(server.port()));
    EXPECT_EQ(outcome_of([&] { store.clear(); }).why, redis_failure::protocol) << each;
  }
  fake_server endless(saying({"*2\r\n$1\r\n7\r\n*0\r\n"}));
  auto brief = options(endless.port());
  brief.clear_timeout = 20ms;
  store_type store(brief);
  EXPECT_EQ(outcome_of([&] { store.clear(); }).why, redis_failure::timeout);
}

TEST(C20_redis_failure, takes_no_answer_that_is_too_long) {
  fake_server server(saying({"$100000\r\n" + std::string(50'000, 'x')}));
  auto narrow = options(server.port());
  narrow.reply_limit = 1000;
  store_type store(narrow);
  EXPECT_EQ(get(store).message,
            std::format("redis 127.0.0.1:{}: GET: an answer of more than 1000 bytes", server.port()));
  std::string many = "*2000000\r\n";
  for (int i = 0; i < 1'100'000; ++i) {
    many += ":1\r\n";
  }
  fake_server other(saying({many}));
  store_type elements(options(other.port()));
  EXPECT_EQ(get(elements).why, redis_failure::protocol) << "an element takes more room than its bytes";
}

TEST(C20_redis_failure, takes_the_longest_times_there_are) {
  fake_server server(saying({"$-1\r\n"}));
  auto endless = options(server.port());
  endless.wait_timeout = endless.connect_timeout = endless.command_timeout = std::chrono::milliseconds::max();
  endless.clear_timeout = endless.retry_after = endless.retry_after_at_most = std::chrono::milliseconds::max();
  store_type store(endless);
  EXPECT_EQ(get(store).why, std::nullopt);
  endless.port = free_port();
  store_type lost(endless);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(get(lost).why, redis_failure::unreachable);
  }
}

TEST(C20_redis_failure, survives_a_server_that_closes_while_it_is_written_to) {
  fake_server server(
      [](int, std::string_view request) { return is_greeting(request) ? told{"+OK\r\n"} : told{.closes = true}; });
  store_type store(options(server.port()));
  std::map<std::string, std::string> entries;
  for (int i = 0; i < 60; ++i) {
    entries.emplace(std::to_string(i), std::string(std::size_t{1} << 17, 'x'));
  }
  EXPECT_EQ(outcome_of([&] { store.put_many(entries); }).why, redis_failure::unreachable);
}

TEST(C20_redis_failure, passes_errors_of_the_server_on_and_keeps_the_connection) {
  fake_server server(saying({"-OOM command not allowed when used memory > 'maxmemory'.\r\n"}));
  store_type store(options(server.port()));
  const auto [why, message] = outcome_of([&] { store.put("key-of-mine", "value-of-mine"); });
  EXPECT_EQ(why, redis_failure::refused);
  EXPECT_EQ(message, std::format("redis 127.0.0.1:{}: SET: the server refuses it: OOM command not allowed when used "
                                 "memory >",
                                 server.port()));
  EXPECT_EQ(get(store).why, redis_failure::refused);
  EXPECT_EQ(store.stats(), (redis_stats{.connects = 1}));
}

TEST(C20_redis_failure, stays_in_step_after_an_error_in_a_batch) {
  fake_server server([](int, std::string_view request) {
    std::string answers;
    for (auto rest = request; (rest = rest.substr(std::min(rest.size(), rest.find("GET")))).size() > 3;) {
      answers += answers.empty() ? "-ERR broken\r\n" : "$-1\r\n";
      rest.remove_prefix(3);
    }
    return is_greeting(request) ? told{"+OK\r\n"} : told{answers};
  });
  store_type store(options(server.port()));
  const std::vector<std::string> keys{"a", "b", "c"};
  EXPECT_EQ(outcome_of([&] { static_cast<void>(store.get_many(keys)); }).message,
            std::format("redis 127.0.0.1:{}: GET: the server refuses it: ERR broken", server.port()));
  EXPECT_EQ(get(store).why, redis_failure::refused);
  EXPECT_EQ(store.stats(), (redis_stats{.connects = 1}));
}

TEST(C20_redis_failure, repeats_no_secret_that_the_server_does) {
  fake_server server([](int, std::string_view request) {
    const std::string_view command = request.find("AUTH") != std::string_view::npos ? "AUTH" : "SET";
    return is_greeting(request) && command != "AUTH"
               ? told{"+OK\r\n"}
               : told{std::format("-ERR unknown command {}, with args beginning with: 'open-sesame'\r\n{}", command,
                                  is_greeting(request) ? "+OK\r\n" : "")};
  });
  auto secret = options(server.port());
  store_type plain(secret);
  const auto put = outcome_of([&] { plain.put("a", "open-sesame"); });
  EXPECT_EQ(put.why, redis_failure::refused);
  EXPECT_EQ(put.message.find("sesame"), std::string::npos) << put.message;
  secret.password = "open-sesame";
  store_type guarded(secret);
  const auto greeting = get(guarded);
  EXPECT_EQ(greeting.why, redis_failure::authentication);
  EXPECT_EQ(greeting.message, std::format("redis 127.0.0.1:{}: AUTH: the server refuses it: ERR", server.port()));
}

}  // namespace
