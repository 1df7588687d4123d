#include "scratch.hpp"

#include "error.hpp"
#include "leavings.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

namespace evaluate {

scratch_folder::scratch_folder(const std::filesystem::path& parent, bool keep) : keep_(keep) {
  std::string pattern = (parent / "evaluate.XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) {
    throw input_error(parent.string() + ": no folder can be made there: " + std::strerror(errno));
  }
  path_ = std::filesystem::canonical(pattern);
}

scratch_folder::~scratch_folder() {
  if (!keep_) {
    discard(path_);
  }
}

}  // namespace evaluate
