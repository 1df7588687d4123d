#include "progress.hpp"

#include <iostream>
#include <unistd.h>

namespace evaluate {

progress_line::progress_line(std::size_t total) : total_(total), shown_(isatty(STDERR_FILENO) == 1) {}

progress_line::~progress_line() {
  if (shown_) {
    std::cerr << "\r\x1b[K" << std::flush;
  }
}

void progress_line::begin(const std::string& what) {
  const std::lock_guard lock(mutex_);
  draw(what);
}

void progress_line::end_one() {
  const std::lock_guard lock(mutex_);
  ++done_;
  draw("");
}

void progress_line::draw(const std::string& what) const {
  if (!shown_) {
    return;
  }
  constexpr std::size_t width = 20;
  constexpr std::size_t most_text = 50;
  const std::size_t filled = total_ == 0 ? width : width * done_ / total_;
  std::cerr << "\r\x1b[K[" << std::string(filled, '#') << std::string(width - filled, '.') << "] " << done_ << '/'
            << total_ << ' ' << what.substr(0, most_text) << std::flush;
}

}  // namespace evaluate
