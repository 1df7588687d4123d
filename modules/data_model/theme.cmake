patterns_theme(
  data_model
  REQUIRES
  meta
  typing
  INTERFACE
  data_model.cppm)
