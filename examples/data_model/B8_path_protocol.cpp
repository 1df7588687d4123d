import std;
import patterns;

// #region page
// A report lives in a folder of its month. Whoever works with files should not have to know how it is laid out.
using namespace patterns::data_model;

class report {
 public:
  report(std::filesystem::path folder, std::string month) : folder_(std::move(folder)), month_(std::move(month)) {}

  std::filesystem::path fs_path() const { return folder_ / month_ / "report.txt"; }

 private:
  std::filesystem::path folder_;
  std::string month_;
};

static_assert(path_like<report> && path_like<std::string> && !path_like<int>);

// Says what went wrong, but not where the temporary folder of this machine is.
void try_to(const auto& action) {
  try {
    action();
  } catch (const file_error& error) {
    std::cout << error.path().filename().string() << ": " << error.code().message() << '\n';
  } catch (const path_error& error) {
    std::cout << error.what() << '\n';
  }
}

int main() {
  const auto folder = std::filesystem::temp_directory_path() / std::format("report-{:x}", std::random_device()());
  const report may(folder, "may");
  const scope_exit clean([&folder] { std::filesystem::remove_all(folder); });
  std::filesystem::create_directories(fs_path(may).parent_path());

  try_to([&] { open_file(may).close(); });  // report.txt: No such file or directory

  open_file<file_mode::create>(may).write("sold: 12\n");
  open_file<file_mode::append>(may).write("returned: 1\n");
  std::cout << open_file(may).read_text();  // sold: 12, returned: 1

  // Whoever creates a file cannot overwrite one, however many try at once.
  try_to([&] { open_file<file_mode::create>(may).close(); });  // report.txt: File exists

  try_to([&] { open_file(folder / "may").close(); });                      // may: Is a directory
  try_to([] { open_file(std::string("report.txt\0.exe", 15)).close(); });  // path 'report.txt\x00.exe' has a NUL in it
}
// #endregion
