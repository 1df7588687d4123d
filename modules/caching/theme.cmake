patterns_theme(
  caching
  REQUIRES
  async
  concurrency
  INTERFACE
  caching.cppm)
