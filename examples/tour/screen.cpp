module;

#include <sys/ioctl.h>
#include <unistd.h>

module tour;

import std;

namespace tour {
namespace {

[[nodiscard]] std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

}  // namespace

screen standard_screen() {
  screen result;
  result.terminal = isatty(STDOUT_FILENO) == 1 && environment("TERM") != "dumb";
  result.colour = result.terminal && environment("NO_COLOR").empty();
  winsize size{};
  if (result.terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    result.width = size.ws_col;
  }
  return result;
}

std::string shorten(std::string text, std::size_t width) {
  if (text.size() > width) {
    text.resize(width - std::min<std::size_t>(width, 3));
    text += "...";
  }
  return text;
}

void progress_bar::show(std::size_t done, std::string_view what) {
  if (!screen_.terminal) {
    return;
  }
  constexpr std::size_t cells = 24;
  const auto full = total_ == 0 ? cells : cells * done / total_;
  const auto counts = std::format("{}/{}", done, total_);
  const auto line = std::format(" {:>7}  {}", counts, what);
  std::cout << "\r\033[K" << screen_.green(std::string(full, '=')) << screen_.dim(std::string(cells - full, '-'))
            << shorten(line, screen_.width > cells + 1 ? screen_.width - cells - 1 : 0) << std::flush;
}

void progress_bar::clear() const {
  if (screen_.terminal) {
    std::cout << "\r\033[K" << std::flush;
  }
}

}  // namespace tour
