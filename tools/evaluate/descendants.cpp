#include "descendants.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

namespace evaluate {

namespace fs = std::filesystem;

namespace {

std::string folder_of(pid_t process) {
  return "/proc/" + std::to_string(process);
}

std::uint64_t memory_of(pid_t process) {
  std::ifstream pages(folder_of(process) + "/statm");
  std::uint64_t whole = 0;
  std::uint64_t resident = 0;
  return pages >> whole >> resident ? resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) : 0;
}

}  // namespace

std::vector<pid_t> children_of(pid_t process) {
  std::vector<pid_t> all;
  std::error_code failed;
  // Each thread has the children that it has forked.
  for (auto thread = fs::directory_iterator(folder_of(process) + "/task", failed);
       !failed && thread != fs::directory_iterator(); thread.increment(failed)) {
    std::ifstream list(thread->path() / "children");
    for (pid_t child = 0; list >> child;) {
      all.push_back(child);
    }
  }
  return all;
}

use_of_descendants look_at_descendants(pid_t of) {
  use_of_descendants sum;
  std::vector<pid_t> open = children_of(of);
  // Numbers that come again while this looks must not keep it looking.
  constexpr std::size_t most = 10'000;
  for (; !open.empty() && sum.processes < most; ++sum.processes) {
    const pid_t each = open.back();
    open.pop_back();
    sum.memory += memory_of(each);
    const auto below = children_of(each);
    open.insert(open.end(), below.begin(), below.end());
  }
  return sum;
}

}  // namespace evaluate
