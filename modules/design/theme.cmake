patterns_theme(
  design
  REQUIRES
  concurrency
  INTERFACE
  design.cppm
  calculator.cppm)
