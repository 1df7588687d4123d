patterns_theme(
  caching_redis
  REQUIRES
  caching
  data_model
  INTERFACE
  caching_redis.cppm
  redis_client.cppm
  redis_connection.cppm
  redis_error.cppm
  redis_options.cppm
  redis_pool.cppm
  redis_store.cppm
  IMPLEMENTATION
  redis_client.cpp
  redis_connection.cpp
  redis_options.cpp
  redis_pool.cpp)
target_include_directories(patterns_caching_redis SYSTEM PRIVATE "${PATTERNS_HIREDIS_INCLUDE_DIR}")
target_link_libraries(patterns_caching_redis PRIVATE "${PATTERNS_HIREDIS_LIBRARY}")
