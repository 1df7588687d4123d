#include "leavings.hpp"

#include "text.hpp"

#include <fstream>
#include <iterator>
#include <new>

namespace evaluate {

namespace fs = std::filesystem;

namespace {

/// Lets its owner into a folder and all below.
void open_folders(const fs::path& top) {
  std::error_code failed;
  if (!fs::is_directory(fs::symlink_status(top, failed))) {
    return;
  }
  fs::permissions(top, fs::perms::owner_all, fs::perm_options::add, failed);
  for (auto each = fs::directory_iterator(top, failed); !failed && each != fs::directory_iterator();
       each.increment(failed)) {
    open_folders(each->path());
  }
}

}  // namespace

bool is_left(const fs::path& file) {
  std::error_code failed;
  return fs::exists(file, failed) && !failed;
}

std::string content_left(const fs::path& file) {
  std::error_code failed;
  if (!fs::is_regular_file(fs::symlink_status(file, failed))) {
    return {};
  }
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void discard(const fs::path& what) noexcept {
  try {
    std::error_code failed;
    fs::remove_all(what, failed);
    if (failed) {
      open_folders(what);
      fs::remove_all(what, failed);
    }
  } catch (const std::bad_alloc&) {
    // It stays.
  }
}

void discard_in(const fs::path& folder, const fs::path& file) noexcept {
  try {
    std::error_code failed;
    fs::path at = folder;
    for (const auto& part : file) {
      at /= part;
      if (fs::is_symlink(fs::symlink_status(at, failed))) {
        break;
      }
    }
    discard(at);
  } catch (const std::bad_alloc&) {
    // It stays.
  }
}

void write_anew(const fs::path& file, const std::string& text) {
  discard(file);
  discard(file.string() + ".unfinished");
  write_file(file.string(), text);
}

}  // namespace evaluate
