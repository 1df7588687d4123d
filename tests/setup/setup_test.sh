#!/usr/bin/env bash
# Asserts what `setup.sh --check` says on machines that exist only as an /etc and a /var in a temporary folder.
# Exit status 77, for ctest's SKIP_RETURN_CODE, where there is no dpkg to read such a machine with.
set -euo pipefail

setup=$(cd "$(dirname "$0")/../.." && pwd)/setup.sh
if ! command -v dpkg-query >/dev/null; then
  echo "skipped: no dpkg-query"
  exit 77
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0

# machine ID VERSION CODENAME: a machine with no packages and no package sources.
machine() {
  root="$scratch/root"
  rm -rf "$root"
  mkdir -p "$root/etc/apt/sources.list.d" "$root/var/lib/dpkg"
  printf 'ID=%s\nVERSION_ID="%s"\nVERSION_CODENAME=%s\nPRETTY_NAME="%s %s"\n' "$1" "$2" "$3" "$1" "$2" \
    >"$root/etc/os-release"
  : >"$root/var/lib/dpkg/status"
}

installed() {
  printf 'Package: %s\nVersion: %s\n' "$1" "$2" >>"$root/var/lib/dpkg/status"
  printf 'Status: install ok installed\nArchitecture: all\nMaintainer: a\nDescription: a\n\n' \
    >>"$root/var/lib/dpkg/status"
}

one_line() { printf '%s\n' "$1" >>"$root/etc/apt/sources.list"; }

deb822() { printf '%s\n' "${@:2}" >"$root/etc/apt/sources.list.d/$1.sources"; }

check() {
  local before after
  before=$(find "$root" -printf '%p %s %T@\n' | sort)
  status=0
  output=$(PATTERNS_SETUP_ROOT=$root bash "$setup" --check 2>&1) || status=$?
  after=$(find "$root" -printf '%p %s %T@\n' | sort)
  [[ "$before" == "$after" ]] || failed "--check changed the machine"
}

failed() {
  printf 'FAILED: %s: %s\n%s\n\n' "$case" "$1" "$output" >&2
  failures=$((failures + 1))
}

exits_with() { [[ "$status" == "$1" ]] || failed "exit status $status, not $1"; }

says() { [[ "$output" == *"$1"* ]] || failed "does not say: $1"; }

does_not_say() { [[ "$output" != *"$1"* ]] || failed "says: $1"; }

# adds LINE...: the lines are a whole stanza.
adds() {
  local stanza
  stanza=$(printf '%s\n' "$@")
  [[ "$output" == *$'\n'"$stanza"$'\n\n'* || "$output" == *$'\n'"$stanza"$'\n./setup.sh'* ]] ||
    failed "does not add: $stanza"
}

case='a bare Debian 12 lacks everything and needs backports and source packages'
machine debian 12 bookworm
one_line 'deb http://mirror.example/some/debian/ bookworm main contrib # the mirror'
check
exits_with 1
says 'missing packages: clang-19 clang-tools-19'
says 'missing source: Google Benchmark'
adds 'Types: deb-src' 'URIs: http://mirror.example/some/debian' 'Suites: bookworm' 'Components: main'
adds 'Types: deb' 'URIs: http://mirror.example/some/debian' 'Suites: bookworm-backports' 'Components: main'

case='options of a one-line source are kept'
machine debian 12 bookworm
one_line 'deb [arch=amd64,arm64 signed-by=/etc/apt/keyrings/a.gpg lang=en] https://mirror.example/debian bookworm main'
check
adds 'Types: deb-src' 'URIs: https://mirror.example/debian' 'Suites: bookworm' 'Components: main' \
  'architectures: amd64 arm64' 'signed-by: /etc/apt/keyrings/a.gpg'

case='a deb822 source keeps the key it carries'
machine debian 12 bookworm
deb822 debian '# where from' 'Types: deb' 'URIs: https://mirror.example/debian' 'Suites: bookworm bookworm-updates' \
  'Components: main' 'Signed-By:' ' -----BEGIN PGP PUBLIC KEY BLOCK-----' ' .' ' mQINBGPL0B' \
  ' -----END PGP PUBLIC KEY BLOCK-----'
check
adds 'Types: deb' 'URIs: https://mirror.example/debian' 'Suites: bookworm-backports' 'Components: main' 'signed-by: ' \
  ' -----BEGIN PGP PUBLIC KEY BLOCK-----' ' .' ' mQINBGPL0B' ' -----END PGP PUBLIC KEY BLOCK-----'

case='sources that are there already are not added again'
machine debian 12 bookworm
deb822 debian 'types: deb deb-src' 'uris: https://mirror.example/debian/' 'suites: bookworm bookworm-backports' \
  'components: main'
check
exits_with 1
does_not_say 'package sources to add'

case='a source that is switched off, or of another suite, does not count'
machine debian 12 bookworm
deb822 off 'Types: deb' 'Enabled: no' 'URIs: https://off.example/debian' 'Suites: bookworm' 'Components: main'
deb822 other 'Types: deb' 'URIs: https://other.example/debian' 'Suites: bookworm-tools' 'Components: main'
one_line '# deb https://commented.example/debian bookworm main'
one_line 'deb https://vendor.example/debian bookworm stable'
one_line 'deb https://vendor.example/debian stable main'
check
exits_with 1
says 'no package source for bookworm'
does_not_say '.example'

case='its own file is not taken for a source of the machine'
machine debian 12 bookworm
one_line 'deb http://mirror.example/debian bookworm main'
deb822 patterns-setup 'Types: deb' 'URIs: http://mirror.example/debian' 'Suites: bookworm-backports' 'Components: main'
check
says 'Suites: bookworm-backports'

case='Debian 13 needs source packages but no backports'
machine debian 13 trixie
deb822 debian 'Types: deb' 'URIs: http://mirror.example/debian' 'Suites: trixie trixie-updates' 'Components: main' \
  'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg'
check
adds 'Types: deb-src' 'URIs: http://mirror.example/debian' 'Suites: trixie' 'Components: main' \
  'signed-by: /usr/share/keyrings/debian-archive-keyring.gpg'
does_not_say backports

case='a Ubuntu with nothing but main also needs universe and updates'
machine ubuntu 24.04 noble
deb822 ubuntu 'Types: deb' 'URIs: http://mirror.example/ubuntu/' 'Suites: noble' 'Components: main restricted'
check
exits_with 1
adds 'Types: deb-src' 'URIs: http://mirror.example/ubuntu' 'Suites: noble' 'Components: universe'
adds 'Types: deb' 'URIs: http://mirror.example/ubuntu' 'Suites: noble' 'Components: universe'
adds 'Types: deb' 'URIs: http://mirror.example/ubuntu' 'Suites: noble-updates' 'Components: universe'
does_not_say backports

case='a complete machine is said to be so'
machine debian 12 bookworm
for package in clang-19 clang-tools-19 clang-format-19 libclang-rt-19-dev llvm-19 libc++-19-dev libc++abi-19-dev \
  ninja-build git python3 googletest libcli11-dev librange-v3-dev libtbb-dev libasio-dev \
  libsqlite3-dev libcereal-dev libeigen3-dev libhiredis-dev redis-server nlohmann-json3-dev \
  libboost1.81-dev libcuckoo-dev chromium chromium-driver debootstrap; do
  installed "$package" 1:19
done
mkdir -p "$root/usr/local/src/patterns/benchmark"
touch "$root/usr/local/src/patterns/benchmark/CMakeLists.txt"
cp -a "$root" "$scratch/no_cmake"
installed cmake 3.31.6-2~bpo12+1
check
exits_with 0
says 'everything is installed'

case='a CMake that cannot build modules is missing'
rm -rf "$root"
mv "$scratch/no_cmake" "$root"
installed cmake 3.25.1-1
check
exits_with 1
says $'missing packages: cmake\n'
does_not_say 'missing source'

case='an unsupported system is told what to install by hand'
for system in 'debian 11 bullseye' 'ubuntu 22.04 jammy' 'fedora 42 none'; do
  read -r id version codename <<<"$system"
  machine "$id" "$version" "$codename"
  check
  exits_with 1
  says "$id $version is not supported"
  says 'Clang 19 or newer'
done

case='misuse has exit status 2'
status=0
output=$(bash "$setup" --chekc 2>&1) || status=$?
exits_with 2
says 'unknown option: --chekc'
status=0
output=$(PATTERNS_SETUP_ROOT=$root bash "$setup" 2>&1) || status=$?
exits_with 2
says '--check only'

# replaced LINE...: what apt would do in these lines comes down to this removal.
replaced() { output=$(printf '%s\n' "$@" | bash -c 'source "$1"; replaced_runtimes' bash "$setup"); }

case='the runtime of an older libc++ may be replaced, of which there can be one only'
replaced 'Remv libc++1-14 [1:14.0.6-12]' 'Remv libunwind-14 [1:14.0.6-12]' 'Inst libc++1-19 (1:19.1.7)'
[[ "$output" == $'libc++1-14\nlibunwind-14' ]] || failed 'is not allowed'

case='nothing is removed when anything else would go too'
replaced 'Remv libc++1-14 [1:14.0.6-12]' 'Remv chromium [1]' 'Inst libc++1-19 (1:19.1.7)'
[[ -z "$output" ]] || failed 'is allowed'
replaced 'Inst libc++1-19 (1:19.1.7)'
[[ -z "$output" ]] || failed 'removes something'

((failures == 0)) || exit 1
echo "setup_test: all passed"
