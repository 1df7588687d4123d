#pragma once

#include <cstddef>
#include <mutex>
#include <string>

namespace evaluate {

/// A line on a terminal's standard error that tells how far a run is; nothing where that is no terminal.
class progress_line {
 public:
  explicit progress_line(std::size_t total);
  progress_line(const progress_line&) = delete;
  progress_line& operator=(const progress_line&) = delete;
  /// Leaves an empty line.
  ~progress_line();

  /// Thread-safe.
  void begin(const std::string& what);
  void end_one();

 private:
  void draw(const std::string& what) const;

  std::mutex mutex_;
  std::size_t total_;
  std::size_t done_ = 0;
  bool shown_;
};

}  // namespace evaluate
