/// @file
/// What the reader looks at: colour and a progress bar, only where they are wanted.
export module tour:screen;

import std;

export namespace tour {

/// What standard output can show.
struct screen {
  bool terminal = false;  ///< a line can be drawn over
  bool colour = false;    ///< a terminal, and NO_COLOR is not set
  std::size_t width = 80;

  [[nodiscard]] std::string bold(std::string_view text) const { return in("1", text); }
  [[nodiscard]] std::string dim(std::string_view text) const { return in("2", text); }
  [[nodiscard]] std::string red(std::string_view text) const { return in("31", text); }
  [[nodiscard]] std::string green(std::string_view text) const { return in("32", text); }

 private:
  [[nodiscard]] std::string in(std::string_view code, std::string_view text) const {
    return colour && !text.empty() ? std::format("\033[{}m{}\033[0m", code, text) : std::string(text);
  }
};

/// What standard output is now.
[[nodiscard]] screen standard_screen();

/// `text` in at most `width` characters, its end cut off visibly if it must be.
[[nodiscard]] std::string shorten(std::string text, std::size_t width);

/// One line that shows how far a run has come. Draws nothing where there is no terminal, and leaves nothing behind.
class progress_bar {
 public:
  progress_bar(const screen& on, std::size_t total) : screen_(on), total_(total) {}
  ~progress_bar() { clear(); }
  progress_bar(const progress_bar&) = delete;
  progress_bar& operator=(const progress_bar&) = delete;

  /// Says that `done` of the total are done, and what is being worked on.
  void show(std::size_t done, std::string_view what);

 private:
  void clear() const;

  screen screen_;
  std::size_t total_;
};

}  // namespace tour
