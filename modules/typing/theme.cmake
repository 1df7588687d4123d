patterns_theme(
  typing
  REQUIRES
  meta
  INTERFACE
  typing.cppm
  box.cppm)
