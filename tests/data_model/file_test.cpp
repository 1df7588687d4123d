#include "googletest.hpp"

import googletest;
import std;
import patterns.data_model;

namespace {

namespace fs = std::filesystem;

using patterns::data_model::file;
using patterns::data_model::file_error;
using patterns::data_model::file_exists;
using patterns::data_model::file_mode;
using patterns::data_model::file_not_found;
using patterns::data_model::fs_path;
using patterns::data_model::open_file;
using patterns::data_model::path_error;
using patterns::data_model::path_like;

class dataset {
 public:
  explicit dataset(fs::path folder) : folder_(std::move(folder)) {}
  [[nodiscard]] fs::path fs_path() const { return folder_ / "data.csv"; }

 private:
  fs::path folder_;
};

struct named_by_text {
  std::string name;
  [[nodiscard]] const std::string& fs_path() const { return name; }
};

struct named_by_number {
  [[nodiscard]] int fs_path() const { return 1; }
};

struct converts {
  operator fs::path() const { return "converted"; }
};

struct converts_and_says {
  operator fs::path() const { return "converted"; }
  [[nodiscard]] std::string_view fs_path() const { return "said"; }
};

static_assert(path_like<fs::path> && path_like<std::string> && path_like<std::string_view> && path_like<const char*>);
static_assert(path_like<char[5]> && path_like<std::u8string> && path_like<fs::directory_entry>);
static_assert(path_like<dataset> && path_like<const dataset&> && path_like<named_by_text> && path_like<converts>);
static_assert(!path_like<int> && !path_like<std::nullptr_t> && !path_like<std::vector<char>> && !path_like<void*>);
static_assert(!path_like<named_by_number>);
static_assert(!path_like<std::string::iterator>, "nobody promised a zero at the end");

template <class File>
concept can_read = requires(File& opened) { opened.read_text(); };
template <class File>
concept can_write = requires(File& opened) { opened.write("text"); };
static_assert(can_read<file<file_mode::read>> && !can_write<file<file_mode::read>>);
static_assert(!can_read<file<file_mode::write>> && can_write<file<file_mode::write>>);
static_assert(can_write<file<file_mode::create>> && can_write<file<file_mode::append>>);
static_assert(!std::copyable<file<file_mode::read>> && std::is_nothrow_move_constructible_v<file<file_mode::read>>);
static_assert(std::is_nothrow_move_assignable_v<file<file_mode::write>>);

// As text: Clang 19 does not link what writes a path to a stream.
TEST(B8_fs_path, is_what_is_given_as_a_path) {
  EXPECT_EQ(fs_path("a/b.txt").native(), fs::path("a/b.txt").native());
  EXPECT_EQ(fs_path(std::string("b.txt")).native(), fs::path("b.txt").native());
  EXPECT_EQ(fs_path(std::string_view("b.txt")).native(), fs::path("b.txt").native());
  EXPECT_EQ(fs_path(fs::path("c")).native(), fs::path("c").native());
  EXPECT_EQ(fs_path(u8"ä").native(), fs::path(u8"ä").native());
  const char* const text = "d";
  EXPECT_EQ(fs_path(text).native(), fs::path("d").native());
  EXPECT_EQ(fs_path("").native(), fs::path().native());
}

TEST(B8_fs_path, is_what_a_type_of_ones_own_says) {
  EXPECT_EQ(fs_path(dataset("folder")).native(), fs::path("folder/data.csv").native());
  EXPECT_EQ(fs_path(named_by_text{"n"}).native(), fs::path("n").native());
  EXPECT_EQ(fs_path(converts()).native(), fs::path("converted").native());
  EXPECT_EQ(fs_path(converts_and_says()).native(), fs::path("said").native());
}

TEST(B8_fs_path, refuses_a_nul_wherever_it_comes_from) {
  try {
    static_cast<void>(fs_path(std::string("a\0b", 3)));
    FAIL() << "no exception";
  } catch (const path_error& error) {
    EXPECT_STREQ(error.what(), "path 'a\\x00b' has a NUL in it");
  }
  EXPECT_THROW(static_cast<void>(fs_path(std::string_view("a\0", 2))), path_error);
  EXPECT_THROW(static_cast<void>(fs_path(std::string(1, '\0'))), path_error);
  EXPECT_THROW(static_cast<void>(fs_path(fs::path(std::string("a\0b", 3)))), path_error);
  EXPECT_THROW(static_cast<void>(fs_path(named_by_text{std::string("a\0b", 3)})), path_error);
  try {
    static_cast<void>(fs_path("a\0b"));
    FAIL() << "no exception";
  } catch (const path_error& error) {
    EXPECT_STREQ(error.what(), "path 'a' has a NUL in it, and text behind that");
  }
}

TEST(B8_fs_path, takes_a_buffer_up_to_its_first_nul) {
  char buffer[16] = "name\0rest";
  EXPECT_EQ(fs_path(buffer).native(), fs::path("name").native());
  constexpr char padded[16] = "name";
  EXPECT_EQ(fs_path(padded).native(), fs::path("name").native());
}

TEST(B8_fs_path, refuses_a_null_pointer) {
  const char* const none = nullptr;
  EXPECT_THROW(static_cast<void>(fs_path(none)), path_error);
}

// A folder of its own for each test, whichever run beside it.
class B8_open_file : public testing::Test {
 protected:
  B8_open_file() {
    std::random_device random;
    do {
      folder = fs::temp_directory_path() / std::format("patterns-B8-{:08x}{:08x}", random(), random());
    } while (!fs::create_directory(folder));
  }
  ~B8_open_file() override { fs::remove_all(folder); }

  void write(const fs::path& path, std::string_view text) const { std::ofstream(path, std::ios::binary) << text; }
  [[nodiscard]] std::string content(const fs::path& path) const {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  fs::path folder;
};

template <class Error, class Action>
std::string message_of(std::errc reason, const fs::path& path, Action action) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), reason);
    EXPECT_EQ(error.path().native(), path.native());
    return error.what();
  }
  return "no exception";
}

TEST_F(B8_open_file, reads_what_is_there) {
  write(folder / "a.txt", "first\r\nsecond\n");
  auto opened = open_file(folder / "a.txt");
  EXPECT_TRUE(opened.is_open());
  EXPECT_EQ(opened.path().native(), (folder / "a.txt").native());
  EXPECT_EQ(opened.read_text(), "first\r\nsecond\n");
  EXPECT_EQ(opened.read_text(), "");
  opened.close();
  EXPECT_FALSE(opened.is_open());
  EXPECT_EQ(opened.native_handle(), -1);
}

TEST_F(B8_open_file, reads_in_pieces_and_then_the_rest) {
  write(folder / "a.txt", "abcdefg");
  auto opened = open_file(folder / "a.txt");
  std::array<std::byte, 3> piece{};
  ASSERT_EQ(opened.read(piece), 3U);
  EXPECT_EQ(piece[2], std::byte{'c'});
  EXPECT_EQ(opened.read_text(), "defg");
  EXPECT_EQ(opened.read(piece), 0U);
}

TEST_F(B8_open_file, reads_an_empty_file_a_large_one_and_one_that_tells_no_size) {
  write(folder / "empty", "");
  EXPECT_EQ(open_file(folder / "empty").read_text(), "");
  const std::string large(1'000'003, 'x');
  write(folder / "large", large);
  EXPECT_EQ(open_file(folder / "large").read_text(), large);
  if (fs::exists("/proc/self/status")) {
    EXPECT_GT(open_file("/proc/self/status").read_text().size(), 100U);
  }
}

TEST_F(B8_open_file, takes_whatever_names_a_file) {
  write(folder / "data.csv", "1,2");
  EXPECT_EQ(open_file(dataset(folder)).read_text(), "1,2");
  EXPECT_EQ(open_file((folder / "data.csv").string()).read_text(), "1,2");
  EXPECT_EQ(open_file((folder / "data.csv").c_str()).read_text(), "1,2");
}

TEST_F(B8_open_file, says_which_file_is_missing_and_why) {
  const auto missing = folder / "missing.txt";
  EXPECT_EQ(
      message_of<file_not_found>(std::errc::no_such_file_or_directory, missing, [&] { open_file(missing).close(); }),
      std::format("cannot open '{}': No such file or directory", missing.string()));
  const auto nowhere = folder / "none" / "a.txt";
  EXPECT_EQ(message_of<file_not_found>(std::errc::no_such_file_or_directory, nowhere,
                                       [&] { open_file<file_mode::write>(nowhere).close(); }),
            std::format("cannot write to '{}': No such file or directory", nowhere.string()));
}

TEST_F(B8_open_file, refuses_an_empty_path) {
  EXPECT_EQ(message_of<file_not_found>(std::errc::no_such_file_or_directory, fs::path(), [] { open_file("").close(); }),
            "cannot open '': No such file or directory");
  EXPECT_THROW(open_file<file_mode::create>("").close(), file_not_found);
}

TEST_F(B8_open_file, refuses_a_folder_in_every_mode) {
  EXPECT_EQ(message_of<file_error>(std::errc::is_a_directory, folder, [&] { open_file(folder).close(); }),
            std::format("cannot open '{}': Is a directory", folder.string()));
  EXPECT_EQ(
      message_of<file_error>(std::errc::is_a_directory, folder, [&] { open_file<file_mode::write>(folder).close(); }),
      std::format("cannot write to '{}': Is a directory", folder.string()));
  EXPECT_THROW(open_file<file_mode::append>(folder).close(), file_error);
  EXPECT_THROW(open_file<file_mode::create>(folder).close(), file_exists);
}

TEST_F(B8_open_file, refuses_a_path_through_what_is_no_folder) {
  write(folder / "a.txt", "");
  EXPECT_NE(message_of<file_error>(std::errc::not_a_directory, folder / "a.txt" / "b",
                                   [&] { open_file(folder / "a.txt" / "b").close(); }),
            "no exception");
}

TEST_F(B8_open_file, refuses_a_nul_and_makes_no_file) {
  EXPECT_THROW(open_file<file_mode::write>((folder / "a").string() + std::string("\0b", 2)).close(), path_error);
  EXPECT_THROW(file<file_mode::write>(fs::path((folder / "a").string() + std::string("\0b", 2))).close(), path_error);
  EXPECT_TRUE(fs::is_empty(folder));
}

TEST_F(B8_open_file, writes_a_new_file_or_in_place_of_an_old_one) {
  auto opened = open_file<file_mode::write>(folder / "a.txt");
  opened.write("a longer text");
  opened.write(std::array{std::byte{'\n'}, std::byte{'\0'}});
  opened.close();
  EXPECT_EQ(content(folder / "a.txt"), std::string("a longer text\n\0", 15));
  open_file<file_mode::write>(folder / "a.txt").write("short");
  EXPECT_EQ(content(folder / "a.txt"), "short");
}

TEST_F(B8_open_file, appends_behind_what_others_wrote) {
  auto first = open_file<file_mode::append>(folder / "log");
  auto second = open_file<file_mode::append>(folder / "log");
  first.write("1");
  second.write("2");
  first.write("3");
  EXPECT_EQ(content(folder / "log"), "123");
}

TEST_F(B8_open_file, creates_only_what_is_not_there) {
  const auto path = folder / "lock";
  open_file<file_mode::create>(path).write("mine");
  EXPECT_EQ(message_of<file_exists>(std::errc::file_exists, path, [&] { open_file<file_mode::create>(path).close(); }),
            std::format("cannot create '{}': File exists", path.string()));
  EXPECT_EQ(content(path), "mine");
  fs::create_symlink(folder / "nowhere", folder / "link");
  EXPECT_THROW(open_file<file_mode::create>(folder / "link").close(), file_exists);
  EXPECT_FALSE(fs::exists(folder / "nowhere"));
}

TEST_F(B8_open_file, lets_one_of_several_create_a_file) {
  for (int round = 0; round < 50; ++round) {
    const auto path = folder / std::to_string(round);
    std::atomic<int> successes = 0;
    std::atomic<int> refusals = 0;
    std::barrier start(3);
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
      threads.emplace_back([&] {
        start.arrive_and_wait();
        try {
          open_file<file_mode::create>(path).close();
          ++successes;
        } catch (const file_exists&) {
          ++refusals;
        }
      });
    }
    for (auto& thread : threads) {
      thread.join();
    }
    ASSERT_EQ(successes, 1);
    ASSERT_EQ(refusals, 2);
  }
}

TEST_F(B8_open_file, tells_that_a_write_failed) {
  if (!fs::exists("/dev/full")) {
    GTEST_SKIP() << "no /dev/full";
  }
  auto full = open_file<file_mode::append>("/dev/full");
  EXPECT_EQ(message_of<file_error>(std::errc::no_space_on_device, "/dev/full", [&] { full.write("text"); }),
            "cannot write to '/dev/full': No space left on device");
  EXPECT_TRUE(full.is_open());
}

TEST_F(B8_open_file, can_be_closed_again) {
  auto opened = open_file<file_mode::write>(folder / "a.txt");
  opened.close();
  EXPECT_NO_THROW(opened.close());
}

TEST_F(B8_open_file, refuses_to_be_used_when_it_is_closed) {
  const auto path = folder / "a.txt";
  auto opened = open_file<file_mode::write>(path);
  opened.close();
  EXPECT_EQ(message_of<file_error>(std::errc::bad_file_descriptor, path, [&] { opened.write("text"); }),
            std::format("cannot write to '{}': Bad file descriptor", path.string()));
  auto reader = open_file(path);
  auto moved = std::move(reader);
  EXPECT_THROW(static_cast<void>(reader.read_text()), file_error);
  EXPECT_EQ(moved.read_text(), "");
}

TEST_F(B8_open_file, closes_what_it_had_when_another_is_moved_in) {
  write(folder / "a", "a");
  write(folder / "b", "b");
  auto first = open_file(folder / "a");
  auto second = open_file(folder / "b");
  const int handle_of_first = first.native_handle();
  first = std::move(second);
  EXPECT_FALSE(second.is_open());
  EXPECT_EQ(first.read_text(), "b");
  // The lowest free number is that of the file that was closed.
  EXPECT_EQ(open_file(folder / "a").native_handle(), handle_of_first);
}

TEST_F(B8_open_file, leaves_no_file_open_whatever_happens) {
  write(folder / "a", "a");
  const int lowest_free = open_file(folder / "a").native_handle();
  EXPECT_THROW(open_file(folder).close(), file_error);
  EXPECT_THROW(open_file(folder / "none").close(), file_error);
  {
    const auto dropped = open_file(folder / "a");
  }
  EXPECT_EQ(open_file(folder / "a").native_handle(), lowest_free);
}

}  // namespace
