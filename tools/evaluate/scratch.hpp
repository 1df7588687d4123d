#pragma once

#include <filesystem>

namespace evaluate {

/// A new folder for what the compilers write, which goes with the object.
class scratch_folder {
 public:
  /// @throws input_error if no folder can be made in `parent`
  scratch_folder(const std::filesystem::path& parent, bool keep);
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;
  ~scratch_folder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  bool keep_;
};

}  // namespace evaluate
