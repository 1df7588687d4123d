patterns_theme(
  concurrency
  REQUIRES
  data_model
  INTERFACE
  concurrency.cppm)
