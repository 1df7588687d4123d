/// @file
/// B8 · open_file: a file that is opened in a way the type knows, and closed once, with every error told.
export module patterns.data_model:file;

import std;
import :paths;

export namespace patterns::data_model {

/// Thrown when the system refuses something with a file. The message says what, of which file, and the system's reason:
/// `cannot open 'data.txt': No such file or directory`. `code()` compares with std::errc.
class file_error : public std::system_error {
 public:
  file_error(std::filesystem::path path, std::string_view attempt, std::error_code reason);

  [[nodiscard]] inline const std::filesystem::path& path() const noexcept { return *path_; }

 private:
  // Shared, because copying an exception must not throw.
  std::shared_ptr<const std::filesystem::path> path_;
};

/// Thrown by open_file if there is no such file, or no such folder to make it in.
class file_not_found : public file_error {
 public:
  using file_error::file_error;
};

/// Thrown by open_file if a file that was to be new is there already.
class file_exists : public file_error {
 public:
  using file_error::file_error;
};

/// What a file is opened for. Python's mode as a letter stands behind each; `b` has none, for bytes are never changed
/// on the way.
enum class file_mode {
  /// To read from the beginning a file that is there: `r`.
  read,
  /// To write from the beginning, to a new file or in place of all that is in it: `w`.
  write,
  /// To write to a file that is not there yet; of several who try at once, one succeeds: `x`.
  create,
  /// To write behind whatever is in the file at that moment, or to a new file: `a`.
  append,
};

/// A file in this mode can be read.
template <file_mode Mode>
concept readable_mode = Mode == file_mode::read;

/// A file in this mode can be written to.
template <file_mode Mode>
concept writable_mode = Mode != file_mode::read;

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

/// What `file<Mode>` does, for any mode.
class open_handle {
 public:
  open_handle(std::filesystem::path path, file_mode mode);
  inline open_handle(open_handle&& other) noexcept
      : path_(std::move(other.path_)), handle_(std::exchange(other.handle_, closed)) {}
  open_handle& operator=(open_handle&& other) noexcept;
  ~open_handle();

  [[nodiscard]] std::size_t read(std::span<std::byte> target);
  void read_rest(std::string& text);
  void write(std::span<const std::byte> bytes);
  void close();

  [[nodiscard]] inline bool is_open() const noexcept { return handle_ != closed; }
  [[nodiscard]] inline int native() const noexcept { return handle_; }
  [[nodiscard]] inline const std::filesystem::path& path() const noexcept { return path_; }

 private:
  static constexpr int closed = -1;

  void close_silently() noexcept;
  void require_open(std::string_view attempt) const;

  std::filesystem::path path_;
  int handle_ = closed;
};

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// An open file, of which the type says what it is open for. Made by open_file.
///
/// Bytes go to the system and come from it as they are: no buffer, no translation. The destructor closes the file, and
/// cannot tell if that failed: whoever writes what matters calls close. Programs that are started do not inherit it.
///
/// Complexity: a system call each, or as many as the system wants; one that is interrupted by a signal is repeated.
/// Thread-safety: one thread at a time. Exceptions: file_error, also after close and for a file that was moved from.
/// What was written or read before an error stays so.
/// Source: row B8; Python's file objects.
template <file_mode Mode>
class file {
 public:
  static constexpr file_mode mode = Mode;

  /// Opens the file; see open_file.
  explicit file(std::filesystem::path path) : handle_(std::move(path), Mode) {}

  /// Fills `target` from the front, and returns how many bytes there were: 0 at the end, else maybe fewer than asked
  /// for.
  [[nodiscard]] std::size_t read(std::span<std::byte> target)
    requires readable_mode<Mode>
  {
    return handle_.read(target);
  }

  /// All that is left. Complexity: linear; one allocation if the size is known.
  [[nodiscard]] std::string read_text()
    requires readable_mode<Mode>
  {
    std::string text;
    handle_.read_rest(text);
    return text;
  }

  /// Writes all of it. After an error, some of it may have been written.
  void write(std::span<const std::byte> bytes)
    requires writable_mode<Mode>
  {
    handle_.write(bytes);
  }
  void write(std::string_view text)
    requires writable_mode<Mode>
  {
    handle_.write(std::as_bytes(std::span(text)));
  }

  /// Closes the file, which counts as closed also if that fails: some systems tell only then that a write was lost.
  /// Does nothing if it is closed.
  void close() { handle_.close(); }

  [[nodiscard]] bool is_open() const noexcept { return handle_.is_open(); }

  /// The path that it was opened by.
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return handle_.path(); }

  /// The system's number of the open file, which stays this object's; -1 if it is closed.
  [[nodiscard]] int native_handle() const noexcept { return handle_.native(); }

 private:
  detail::open_handle handle_;
};

/// The file that `path` names, opened.
///
///     const std::string text = open_file("notes.txt").read_text();
///     open_file<file_mode::append>(log_path).write("started\n");
///
/// @tparam Mode  what for; see file_mode
///
/// @throws path_error as fs_path does; file_not_found, file_exists, or another file_error with the system's reason: for
///         an empty path, that it is not there, for a folder, that it is one. Nothing has been made or emptied then
/// Source: row B8; Python's `open`.
template <file_mode Mode = file_mode::read, path_like Path>
[[nodiscard]] file<Mode> open_file(const Path& path) {
  return file<Mode>(fs_path(path));
}

/// The same for a path in a buffer; see fs_path.
template <file_mode Mode = file_mode::read, detail::path_character Character, std::size_t Size>
[[nodiscard]] file<Mode> open_file(Character (&buffer)[Size]) {
  return file<Mode>(fs_path(buffer));
}

}  // namespace patterns::data_model
