patterns_theme(
  async
  REQUIRES
  concurrency
  INTERFACE
  async.cppm)
