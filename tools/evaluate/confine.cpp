#include "confine.hpp"

#include <cstdint>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if __has_include(<linux/landlock.h>)
#include <linux/landlock.h>
#endif

namespace evaluate {

#if __has_include(<linux/landlock.h>) && defined(SYS_landlock_create_ruleset)

namespace {

/// What the first version of Landlock knows of writing: files, and the making and removing of directory entries.
constexpr std::uint64_t first_rights = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                                       LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                                       LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                                       LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                                       LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
// Headers of older kernels lack these.
constexpr std::uint64_t refer = std::uint64_t{1} << 13;
constexpr std::uint64_t truncate_file = std::uint64_t{1} << 14;
constexpr std::uint64_t scope_signals = std::uint64_t{1} << 1;
struct attributes {
  std::uint64_t files;
  std::uint64_t net;
  std::uint64_t scopes;
};

std::uint64_t rights_of(long version) {
  return first_rights | (version >= 2 ? refer : 0) | (version >= 3 ? truncate_file : 0);
}

void allow(int rules, const char* folder, std::uint64_t rights) {
  const int at = open(folder, O_PATH | O_CLOEXEC);
  if (at >= 0) {
    landlock_path_beneath_attr beneath = {};
    beneath.allowed_access = rights;
    beneath.parent_fd = at;
    syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
    close(at);
  }
}

}  // namespace

confinement::confinement(const std::filesystem::path& folder) {
  const long version = syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) {
    return;
  }
  // What an older kernel does not know must be 0.
  const attributes handled = {rights_of(version), 0, version >= 6 ? scope_signals : 0};
  rules_ = static_cast<int>(syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0));
  if (rules_ >= 0) {
    fcntl(rules_, F_SETFD, FD_CLOEXEC);
    allow(rules_, folder.c_str(), rights_of(version));
    allow(rules_, "/dev", LANDLOCK_ACCESS_FS_WRITE_FILE | (version >= 3 ? truncate_file : 0));
  }
}

bool confinement::apply() const {
  return rules_ < 0 ||
         (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && syscall(SYS_landlock_restrict_self, rules_, 0) == 0);
}

#else

confinement::confinement(const std::filesystem::path&) {}
bool confinement::apply() const {
  return true;
}

#endif

confinement::~confinement() {
  if (rules_ >= 0) {
    close(rules_);
  }
}

}  // namespace evaluate
