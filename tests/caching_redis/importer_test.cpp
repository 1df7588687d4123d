#include "googletest.hpp"

import googletest;
import std;
import patterns.caching.redis;

// What an importer sees: nothing of hiredis, neither a name nor a macro.
#if defined(__HIREDIS_H) || defined(__HIREDIS_READ_H) || defined(HIREDIS_MAJOR) || defined(REDIS_OK) || \
    defined(REDIS_REPLY_STRING) || defined(SOCK_STREAM) || defined(POLLIN)
#error a macro of hiredis or of sockets is reachable
#endif

// These would clash with those of hiredis if an importer could reach them.
enum class redisReader { mine };
using redisReply = int;
constexpr int redisCommand = 1;

namespace {

TEST(C20_redis_importer, may_declare_what_hiredis_declares) {
  EXPECT_EQ(static_cast<int>(redisReader::mine), 0);
  EXPECT_EQ(redisCommand + redisReply(), 1);
}

}  // namespace
