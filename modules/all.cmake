patterns_theme(all REQUIRES meta typing data_model concurrency design async caching INTERFACE patterns.cppm)
