#!/usr/bin/env bash
# Brings a bare Debian or Ubuntu machine to the state the CMake presets need.
# A second run changes nothing; see --help.
set -euo pipefail
export LC_ALL=C

readonly cmake_minimum=3.28
packages=(
  clang-19 clang-tools-19 clang-format-19 libclang-rt-19-dev llvm-19 libc++-19-dev libc++abi-19-dev
  cmake ninja-build git python3
  googletest libcli11-dev librange-v3-dev libtbb-dev libasio-dev
  libsqlite3-dev libcereal-dev libeigen3-dev libhiredis-dev redis-server
  nlohmann-json3-dev debootstrap
)

# PATTERNS_SETUP_ROOT lets a test point --check at the /etc and /var of a machine that does not exist.
readonly root="${PATTERNS_SETUP_ROOT:-}"
readonly apt_dir="$root/etc/apt"
readonly own_sources="$apt_dir/sources.list.d/patterns-setup.sources"
readonly benchmark_dir="$root/usr/local/src/patterns/benchmark"

usage() {
  cat <<'TEXT'
usage: ./setup.sh [--check] [--help]

Installs the reference toolchain (Clang 19, libc++ 19, CMake, Ninja) and the libraries that the tests,
examples and benchmarks use, on Debian 12 or newer and Ubuntu 24.04 or newer. Needs root or sudo.
Changes nothing when everything is there already.

  --check  only report what is missing; exit status 0 when nothing is, 1 otherwise
  --help   this text
TEXT
}

say() { printf '%s\n' "$*"; }

fail() {
  printf 'setup.sh: %s\n' "$1" >&2
  shift
  (($# == 0)) || printf '  %s\n' "$@" >&2
  exit 1
}

by_hand() {
  cat >&2 <<TEXT
setup.sh: $1

It supports Debian 12 or newer and Ubuntu 24.04 or newer, and has changed nothing. To build here, install:
  a compiler    Clang 19 or newer with clang-scan-deps, or GCC 15 or newer
  its library   for Clang: libc++ 19 or newer, or libstdc++ 15 or newer; for GCC: its own libstdc++
  build tools   CMake $cmake_minimum or newer, Ninja 1.11 or newer, Git, Python 3
  libraries     GoogleTest (source, in /usr/src/googletest), Google Benchmark (source, in
                /usr/local/src/patterns/benchmark), CLI11, range-v3, oneTBB, Asio, SQLite, Cereal, Eigen,
                hiredis and redis-server, JSON for Modern C++, Boost 1.77 or newer
  for the site  Node.js 18 or newer with npm, Chromium
The reference preset calls clang++-19, the gcc preset g++-16, the libstdcxx preset clang++-22.
TEXT
  exit 1
}

# ---- the system ----

at_least() { dpkg --compare-versions "$1" ge "$2"; }

identify_system() {
  [[ "$(uname -s)" == Linux ]] || by_hand "this is $(uname -s), not Linux"
  [[ -r "$root/etc/os-release" ]] || by_hand "there is no /etc/os-release to tell which system this is"
  local fields
  # A bare chroot may have no /dev/fd: process substitution cannot be used in this script.
  # shellcheck source=/dev/null
  fields=$(
    unset ID VERSION_ID VERSION_CODENAME PRETTY_NAME
    . "$root/etc/os-release"
    # Debian's testing and unstable carry no number.
    [[ "${ID:-}" == debian ]] && : "${VERSION_ID:=999}"
    printf '%s|%s|%s|%s\n' "${ID:-unknown}" "${VERSION_ID:-0}" "${VERSION_CODENAME:-}" "${PRETTY_NAME:-unknown system}"
  )
  IFS='|' read -r distribution release codename system <<<"$fields"
  # Where the plain package is too old for Boost.Describe, a newer one stands beside it. Later releases lack libcuckoo,
  # a peer that the benchmarks can do without.
  case "$distribution $release" in
    "debian 12") packages+=(libboost1.81-dev libcuckoo-dev) ;;
    *) packages+=(libboost-dev) ;;
  esac
  # A browser to see the page of evaluate's report with; Ubuntu's package is none.
  [[ "$distribution" != debian ]] || packages+=(chromium chromium-driver)
  # The site is built with npm; one of another source does as well, and would fight with the distribution's.
  [[ -n "$root" ]] || command -v npm >/dev/null || packages+=(nodejs npm)
  case "$distribution" in
    debian) command -v dpkg >/dev/null && at_least "$release" 12 && return ;;
    ubuntu) command -v dpkg >/dev/null && at_least "$release" 24.04 && return ;;
  esac
  by_hand "$system is not supported"
}

# Fills `missing` with the packages that are absent, and `benchmark_missing` with 0 or 1.
find_missing() {
  local installed name status version
  missing=()
  installed=$(dpkg-query --admindir="$root/var/lib/dpkg" -W -f '${Package} ${db:Status-Status} ${Version}\n' \
    "${packages[@]}" 2>/dev/null) || true
  declare -A present=()
  while read -r name status version; do
    [[ "$status" == installed ]] || continue
    [[ "$name" != cmake ]] || at_least "$version" "$cmake_minimum" || continue
    present["$name"]=1
  done <<<"$installed"
  for name in "${packages[@]}"; do
    [[ -n "${present[$name]:-}" ]] || missing+=("$name")
  done
  benchmark_missing=0
  [[ -f "$benchmark_dir/CMakeLists.txt" ]] || benchmark_missing=1
}

# ---- package sources ----

# Prints what the machine's apt sources say, our own file left out, whichever of the two formats they use: one line for
# each type, address, suite and component, tab-separated, with the options as deb822 fields, \001 between their lines.
read_sources() {
  local files=() file
  for file in "$apt_dir"/sources.list "$apt_dir"/sources.list.d/*.list "$apt_dir"/sources.list.d/*.sources; do
    [[ ! -r "$file" || "$file" == "$own_sources" ]] || files+=("$file")
  done
  ((${#files[@]})) || return 0
  awk '
    function emit(types, uris, suites, components, options,   t, u, s, c, i, j, k, l) {
      t = split(types, type); u = split(uris, uri); s = split(suites, suite); c = split(components, component)
      for (i = 1; i <= t; i++) for (j = 1; j <= u; j++) for (k = 1; k <= s; k++) for (l = 1; l <= c; l++) {
        sub(/\/+$/, "", uri[j])
        printf "%s\t%s\t%s\t%s\t%s\n", type[i], uri[j], suite[k], component[l], options
      }
    }
    function end_stanza(   options, i) {
      if (tolower(field["enabled"]) !~ /^(no|false|off|0)$/) {
        for (i = 1; i <= kept; i++) options = options (i > 1 ? "\001" : "") keep[i] ": " field[keep[i]]
        emit(field["types"], field["uris"], field["suites"], field["components"], options)
      }
      split("", field); name = ""; kept = 0
    }
    function is_option(name) {
      return name ~ /^(signed-by|trusted|architectures|check-valid-until|check-date|allow-insecure|allow-weak)$/
    }
    FNR == 1 { end_stanza(); deb822 = FILENAME ~ /\.sources$/ }
    { sub(/\r$/, "") }
    /^[ \t]*#/ { next }
    deb822 && /^[ \t]*$/ { end_stanza(); next }
    deb822 && /^[ \t]/ { gsub(/\t/, " "); field[name] = field[name] "\001" $0; next }
    deb822 {
      colon = index($0, ":"); name = tolower(substr($0, 1, colon - 1)); value = substr($0, colon + 1)
      gsub(/^[ \t]+|[ \t]+$/, "", value)
      field[name] = value
      if (is_option(name)) keep[++kept] = name
      next
    }
    $1 == "deb" || $1 == "deb-src" {
      line = $0; sub(/#.*/, "", line); options = ""; type_name = $1
      if (match(line, /\[[^]]*\]/) && line ~ /^[ \t]*deb(-src)?[ \t]+\[/) {
        n = split(substr(line, RSTART + 1, RLENGTH - 2), word)
        line = substr(line, 1, RSTART - 1) " " substr(line, RSTART + RLENGTH)
        for (i = 1; i <= n; i++) {
          equals = index(word[i], "="); key = tolower(substr(word[i], 1, equals - 1))
          value = substr(word[i], equals + 1); gsub(/,/, " ", value)
          if (key == "arch") key = "architectures"
          if (is_option(key)) options = options (options == "" ? "" : "\001") key ": " value
        }
      }
      n = split(line, word); rest = ""
      for (i = 4; i <= n; i++) rest = rest " " word[i]
      emit(type_name, word[2], word[3], rest, options)
    }
    END { end_stanza() }
  ' "${files[@]}"
}

# Prints the addresses that apt has fetched lists of Debian or Ubuntu itself from, a space before and after each.
official_archives() {
  printf ' '
  # shellcheck disable=SC2016
  [[ -n "$root" ]] || apt-get indextargets --format '$(ORIGIN)|$(REPO_URI)' 'Identifier: Packages' 2>/dev/null |
    sed -n 's,/*$,,; s,^\(Debian\|Ubuntu\)|,,p' | sort -u | tr '\n' ' '
}

# Sets `base_uri`, `base_suite` and `base_options` to the distribution's own archive among the sources of the machine.
# Other vendors have suites of the same name: an archive that is known to be the distribution's goes first, and a name
# such as stable, which is anyone's, counts for nothing else.
find_base_archive() {
  local wanted type uri suite component options official
  official=$(official_archives)
  base_uri=''
  for wanted in "$codename" stable oldstable testing unstable sid; do
    while IFS=$'\t' read -r type uri suite component options; do
      [[ "$type" == deb && "$suite" == "$wanted" && "$component" == main ]] || continue
      if [[ "$official" == *" $uri "* ]]; then
        base_uri=$uri base_suite=$suite base_options=$options
        return 0
      elif [[ -z "$base_uri" && "$suite" == "$codename" ]]; then
        base_uri=$uri base_suite=$suite base_options=$options
      fi
    done <<<"$sources"
    [[ -z "$base_uri" ]] || return 0
  done
  return 1
}

# Prints the stanza for one source, unless the machine has it.
stanza() {
  local type=$1 suite=$2 component=$3
  [[ $'\n'"$sources" != *$'\n'"$type"$'\t'"$base_uri"$'\t'"$suite"$'\t'"$component"$'\t'* ]] || return 0
  printf '\nTypes: %s\nURIs: %s\nSuites: %s\nComponents: %s\n' "$type" "$base_uri" "$suite" "$component"
  [[ -z "$base_options" ]] || printf '%s\n' "$base_options" | tr '\001' '\n'
}

needed_stanzas() {
  stanza deb-src "$base_suite" main
  if [[ "$distribution" == ubuntu ]]; then
    stanza deb-src "$base_suite" universe
    stanza deb "$base_suite" universe
    stanza deb "$codename-updates" main
    stanza deb "$codename-updates" universe
  elif [[ "$release" == 12 ]]; then
    stanza deb "$codename-backports" main
  fi
}

# Sets `own_text` to what our own file of sources has to hold: nothing when the machine has all that is needed.
plan_sources() {
  sources=$(read_sources)
  find_base_archive || return 1
  own_text=$(needed_stanzas)
  [[ -z "$own_text" ]] ||
    own_text="# Written by the patterns library's setup.sh, after this machine's other package sources."$'\n'"$own_text"
}

# ---- reporting ----

report() {
  say "$system"
  ((${#missing[@]} == 0)) || say "missing packages: ${missing[*]}"
  ((benchmark_missing == 0)) || say "missing source: Google Benchmark in /usr/local/src/patterns/benchmark"
  if plan_sources; then
    [[ -z "$own_text" ]] ||
      printf 'package sources to add, in %s:\n%s\n' "${own_sources#"$root"}" "${own_text#*$'\n\n'}"
  else
    say "no package source for $codename among those of this machine"
  fi
  say "./setup.sh installs what is missing"
}

# A cmake of the user's own may stand before the packaged one in PATH.
warn_of_another_cmake() {
  local version
  [[ -z "$root" ]] || return 0
  version=$(cmake --version | sed -n '1s/^cmake version //p')
  at_least "$version" "$cmake_minimum" ||
    say "note: $(command -v cmake) is CMake $version and comes first in PATH; the presets need $cmake_minimum or newer"
}

# ---- installing ----

# Runs a command with its output in the log; shows the end of the log if it fails.
logged() {
  local what=$1
  shift
  printf '\n$ %s\n' "$*" >>"$log"
  if ! "$@" >>"$log" 2>&1 </dev/null; then
    printf '  | %s\n' "the end of $log:" >&2
    tail -n 25 "$log" | sed 's/^/  | /' >&2
    keep_log=1
    fail "$what"
  fi
}

apt() { apt-get -q -o DPkg::Lock::Timeout=600 -o APT::Install-Recommends=false "$@"; }

# A broken source of another vendor is not ours to mend, nor a reason to stop: what is needed may come from the others.
read_package_lists() {
  local output
  say "  reading package lists"
  if ! output=$(apt update 2>&1); then
    sed -n 's/^E: /  | /p' <<<"$output" >&2
    say "  going on without the package sources that failed"
  fi
}

add_sources() {
  local output
  plan_sources || fail "cannot tell where this machine gets $codename from" \
    "no line or stanza in /etc/apt names the suite $codename with the component main; add one and run this again"
  if [[ -z "$own_text" ]]; then
    rm -f "$own_sources"
    return
  fi
  say "  adding package sources to $own_sources"
  printf '%s\n' "$own_text" >"$own_sources.new"
  chmod 644 "$own_sources.new"
  mv "$own_sources.new" "$own_sources"
  # Only these lists, and here a list that cannot be had is an error.
  if ! output=$(apt -o Dir::Etc::SourceList="$own_sources" -o Dir::Etc::SourceParts=- -o APT::Get::List-Cleanup=0 \
    -o APT::Update::Error-Mode=any update 2>&1); then
    rm -f "$own_sources"
    sed -n 's/^E: /  | /p' <<<"$output" >&2
    fail "cannot reach the package sources derived from those of this machine (removed again):" \
      "$(sed -n 's/^URIs: //p' <<<"$own_text" | sort -u | tr '\n' ' ')with the suites $(
        sed -n 's/^Suites: //p' <<<"$own_text" | sort -u | tr '\n' ' ')" \
      "add them by hand, or install CMake $cmake_minimum or newer and Google Benchmark's source by hand"
  fi
}

# Replaces `cmake` in `missing` by a version new enough, if the one apt would choose is not.
choose_cmake() {
  local candidate versions version newest='' i
  versions=$(apt-cache madison cmake)
  candidate=$(apt-cache policy cmake | sed -n 's/^ *Candidate: //p')
  [[ "$candidate" == [0-9]* ]] && at_least "$candidate" "$cmake_minimum" && return
  while IFS=' |' read -r _ version _; do
    if at_least "${version:-0}" "$cmake_minimum" && at_least "$version" "${newest:-0}"; then
      newest=$version
    fi
  done <<<"$versions"
  [[ -n "$newest" ]] || fail "no package source of this machine carries CMake $cmake_minimum or newer" \
    "$codename-backports is the usual place on Debian; or install CMake by hand"
  for i in "${!missing[@]}"; do
    [[ "${missing[i]}" != cmake ]] || missing[i]="cmake=$newest"
  done
  missing+=("cmake-data=$newest")
}

require_candidates() {
  local offered name absent=()
  offered=$(apt-cache policy "${missing[@]%%=*}" |
    awk '/^[^ ].*:$/ { name = substr($0, 1, length($0) - 1) } $1 == "Candidate:" && $2 != "(none)" { print name }')
  for name in "${missing[@]%%=*}"; do
    [[ $'\n'"$offered"$'\n' == *$'\n'"$name"$'\n'* ]] || absent+=("$name")
  done
  ((${#absent[@]} == 0)) || fail "no package source of this machine carries: ${absent[*]}" \
    "check that /etc/apt names a complete mirror of $codename; nothing has been installed"
}

# Reads what apt would do and prints the packages it would remove, if each is the runtime of an older libc++: of those
# there can be one only, so the newer takes its place. Prints nothing if anything else would go, which apt then refuses.
replaced_runtimes() {
  local removed
  removed=$(sed -n 's/^Remv \([^ ]*\).*/\1/p')
  grep -qvE '^(libc\+\+1|libc\+\+abi1|libunwind)-[0-9]+(:[a-z0-9]+)?$' <<<"$removed" || printf '%s\n' "$removed"
}

install_packages() {
  local size replaced removal=(--no-remove)
  size=$(apt --assume-no install "${missing[@]}" 2>/dev/null </dev/null |
    sed -n 's/^Need to get \(.*\) of archives.*/, \1 to download/p') || true
  say "  installing the packages and what they need${size}"
  replaced=$(apt --simulate install "${missing[@]}" 2>/dev/null </dev/null | replaced_runtimes) || true
  if [[ -n "$replaced" ]]; then
    say "  in place of an older libc++: ${replaced//$'\n'/ }"
    removal=()
  fi
  logged "the packages could not be installed" apt -y install "${removal[@]}" "${missing[@]}"
  # Tests start servers of their own; this machine has not been asked for one.
  if [[ " ${missing[*]} " == *' redis-server '* && -d /run/systemd/system ]]; then
    logged "the service redis-server could not be disabled" systemctl disable --now redis-server
  fi
}

# Takes the original release out of the source package: the distribution's patches expect its own build rules.
# Unpacks beside the final place and renames, so that a broken run leaves no half source tree behind.
install_benchmark() {
  local parent=${benchmark_dir%/*} archive unpacked
  say "  unpacking the source of Google Benchmark in $benchmark_dir"
  mkdir -p "$parent"
  scratch=$(mktemp -d "$parent/.unpack.XXXXXX")
  chmod 755 "$scratch"
  logged "the source of Google Benchmark could not be fetched" \
    env -C "$scratch" apt-get -q --only-source --download-only source benchmark
  archive=$(find "$scratch" -name 'benchmark_*.orig.tar.*' ! -name '*.asc' -print -quit)
  [[ -n "$archive" ]] || fail "the source package of Google Benchmark holds no original release"
  logged "the source of Google Benchmark could not be unpacked" tar -xf "$archive" --no-same-owner -C "$scratch"
  unpacked=$(find "$scratch" -mindepth 2 -maxdepth 2 -name CMakeLists.txt -printf '%h\n' -quit)
  [[ -n "$unpacked" ]] || fail "the source of Google Benchmark holds no CMakeLists.txt"
  rm -rf "$benchmark_dir"
  mv "$unpacked" "$benchmark_dir"
  rm -rf "$scratch"
}

cleanup() {
  rm -rf "$own_sources.new" ${scratch:+"$scratch"}
  ((keep_log)) || rm -f "$log"
}

install_all() {
  local started=$SECONDS
  export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
  log=$(mktemp --suffix=.log "${TMPDIR:-/tmp}/patterns-setup.XXXXXX")
  keep_log=0
  scratch=''
  trap cleanup EXIT
  local wanted=("${missing[@]}")
  if ((benchmark_missing)); then
    wanted+=("benchmark (source)")
    command -v xz >/dev/null || missing+=(xz-utils)
  fi
  say "$system: installing ${wanted[*]}"
  # What an installation that was cut short has left.
  logged "packages half installed earlier could not be configured" dpkg --configure -a
  read_package_lists
  add_sources
  [[ " ${missing[*]} " != *' cmake '* ]] || choose_cmake
  if ((${#missing[@]})); then
    require_candidates
    install_packages
  fi
  ((benchmark_missing == 0)) || install_benchmark
  find_missing
  ((${#missing[@]} + benchmark_missing == 0)) || fail "still missing after the installation: ${missing[*]}"
  say "done in $((SECONDS - started)) s"
  warn_of_another_cmake
}

main() {
  local check=0 argument
  for argument in "$@"; do
    case "$argument" in
      --check) check=1 ;;
      -h | --help) usage && exit 0 ;;
      *)
        printf 'setup.sh: unknown option: %s\n' "$argument" >&2
        usage >&2
        exit 2
        ;;
    esac
  done
  if [[ -n "$root" && "$check" == 0 ]]; then
    printf 'setup.sh: PATTERNS_SETUP_ROOT works with --check only\n' >&2
    exit 2
  fi

  identify_system
  find_missing
  if ((${#missing[@]} + benchmark_missing == 0)); then
    say "$system: everything is installed"
    warn_of_another_cmake
    exit 0
  fi
  if ((check)); then
    report
    exit 1
  fi
  if ((EUID != 0)); then
    command -v sudo >/dev/null ||
      fail "installing packages needs root, and there is no sudo here" \
        "run it as root; ./setup.sh --check lists what is missing"
    say "$system: installing packages needs root, so sudo may ask for your password"
    exec sudo -- "$BASH" "$0" "$@"
  fi
  install_all
}

# A test sources this file for one of its functions.
[[ "${BASH_SOURCE[0]}" != "$0" ]] || main "$@"
