#!/usr/bin/env bash
# Compilers side by side that no one release of a distribution has: those of Debian's unstable suite, where the
# next ones stand beside the last, in a root of their own. See --help.
set -euo pipefail

root_name=toolchains
root_folder=$(realpath -m -- "${PATTERNS_TOOLCHAINS_ROOT:-/var/cache/patterns/toolchains}")
# What testing has is in unstable too, and two suites in one root do not always fit together.
root_suite=${PATTERNS_TOOLCHAINS_SUITE:-unstable}
root_mirror=${PATTERNS_TOOLCHAINS_MIRROR:-}
# A root made by an older recipe is made anew: raise this when what create installs changes.
root_recipe=1
readonly gcc_versions=(14 15 16)
readonly clang_versions=(19 21 22 23)

usage() {
  cat <<TEXT
usage: tools/toolchains.sh check
       tools/toolchains.sh create
       tools/toolchains.sh run -- COMMAND [ARGUMENT...]

check   says whether the root is there or can be made on this machine; exit status 1 and the reason if not
create  makes it, about 3 GB, with GCC ${gcc_versions[*]} and Clang ${clang_versions[*]}, as far as the suite carries them, and the
        newest libc++ among these, of which a system can have one; does nothing when it is there and whole
run     runs COMMAND inside, in /src, which is this repository; its exit status is passed on

To judge them all:

    tools/toolchains.sh create
    tools/toolchains.sh run -- cmake --workflow --preset evaluate

The root is $root_folder (PATTERNS_TOOLCHAINS_ROOT names another place),
made from the suite $root_suite (PATTERNS_TOOLCHAINS_SUITE names another, such as testing).
Its packages come from the Debian mirror this machine uses (PATTERNS_TOOLCHAINS_MIRROR names another).
TEXT
}

choose_packages() {
  local version newest=''
  packages=(cmake ninja-build git python3-minimal g++ libcli11-dev nlohmann-json3-dev libboost-dev
    googletest librange-v3-dev libfmt-dev)
  compilers=(cmake ninja)
  for version in "${gcc_versions[@]}"; do
    if is_offered "g++-$version"; then
      packages+=("g++-$version")
      compilers+=("g++-$version")
    else
      say "no GCC $version in $root_suite"
    fi
  done
  for version in "${clang_versions[@]}"; do
    if is_offered "clang-$version" && is_offered "clang-tools-$version"; then
      packages+=("clang-$version" "clang-tools-$version")
      compilers+=("clang++-$version")
      ! is_offered "libc++-$version-dev" || newest=$version
    else
      say "no Clang $version in $root_suite"
    fi
  done
  [[ -z "$newest" ]] || packages+=("libc++-$newest-dev" "libc++abi-$newest-dev")
}

# shellcheck source=tools/debian_root.sh
. "$(dirname "${BASH_SOURCE[0]}")/debian_root.sh"
root_main "$@"
