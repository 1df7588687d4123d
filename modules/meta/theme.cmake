patterns_theme(
  meta
  INTERFACE
  meta.cppm)
