# shellcheck shell=bash
# A Debian of another suite in a folder of its own, where commands run with this repository in /src. To be sourced by
# a script that sets
#   root_name      what its messages begin with
#   root_folder    where the root is
#   root_suite     the suite it is made from
#   root_recipe    a number; a root of another is made anew
#   root_mirror    the mirror, or nothing for that which this machine uses
# and defines
#   choose_packages    sets `packages`, and `compilers` to programs among them that must run; may use is_offered, which
#                      says whether the suite has a package, and inside_building
# and then calls root_main with its arguments.

: "${root_name:?}" "${root_folder:?}" "${root_suite:?}" "${root_recipe:?}"
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly repository
readonly stamp="$root_folder/etc/patterns-root"

say() { printf '%s: %s\n' "$root_name" "$*"; }

fail() {
  printf '%s: %s\n' "$root_name" "$*" >&2
  exit 1
}

misuse() {
  printf '%s: %s\n' "$root_name" "$1" >&2
  usage >&2
  exit 2
}

# ---- what there is ----

compilers_there() { sed -n 's/^compilers=//p' "$stamp"; }

# Whole: made to the end by this recipe, and its compilers run.
is_whole() {
  local compiler compilers
  [[ -r "$stamp" && "$(sed -n 's/^recipe=//p' "$stamp")" == "$root_recipe" ]] || return 1
  compilers=$(compilers_there)
  [[ -n "$compilers" ]] || return 1
  for compiler in $compilers; do
    chroot "$root_folder" "$compiler" --version >/dev/null 2>&1 || return 1
  done
}

mirror() {
  if [[ -n "${root_mirror:-}" ]]; then
    printf '%s\n' "${root_mirror%/}"
    return
  fi
  # Only lists that were fetched are shown, with the name of whose they are.
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(ORIGIN)|$(COMPONENT)|$(REPO_URI)' 'Identifier: Packages' 2>/dev/null |
    awk -F '|' '$1 == "Debian" && $2 == "main" && $3 !~ /security/ && !n++ { sub(/\/+$/, "", $3); print $3 }'
}

# Sets `reason` to what stands in the way of running in a root.
can_run() {
  if ((EUID != 0)); then
    reason="it needs root"
  elif ! unshare --mount true 2>/dev/null; then
    reason="this machine does not allow a mount namespace (unshare --mount)"
  else
    return 0
  fi
  return 1
}

# Sets `reason` to what stands in the way of making a root.
can_create() {
  can_run || return 1
  if ! command -v debootstrap >/dev/null; then
    reason="debootstrap is not installed (./setup.sh installs it)"
  elif [[ -z "$(mirror)" ]]; then
    reason="this machine's package sources name no Debian mirror, or apt-get update was never run"
    reason+=" (an environment variable can name one, see --help)"
  elif ! mirror_answers; then
    reason="the mirror does not answer for $root_suite: $(mirror)"
  else
    return 0
  fi
  return 1
}

# Asks with apt itself, which this machine has been set up to reach its mirror with.
mirror_answers() {
  local state status=0
  state=$(mktemp -d)
  mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
  printf 'deb [signed-by=%s] %s %s main\n' "$(keyring)" "$(mirror)" "$root_suite" >"$state/sources.list"
  chmod -R a+rX "$state"
  apt-get -o Dir::Etc::SourceList="$state/sources.list" -o Dir::Etc::SourceParts=- -o Dir::State::Lists="$state/lists" \
    -o Dir::Cache="$state/cache" -o APT::Sandbox::User=root -o APT::Update::Error-Mode=any -o Acquire::Languages=none \
    -o Acquire::IndexTargets::deb::Packages::DefaultEnabled=false -o Acquire::Retries=1 -o Acquire::http::Timeout=20 \
    -q update >/dev/null 2>&1 || status=1
  rm -rf "$state"
  return "$status"
}

keyring() { printf '/usr/share/keyrings/debian-archive-keyring.gpg'; }

# ---- making it ----

# Runs a shell script inside a root under construction, with /proc, which package scripts read.
inside_building() {
  # shellcheck disable=SC2016
  unshare --mount --propagation private -- sh -ec '
    mount -t proc proc "$1/proc"
    exec chroot "$1" /usr/bin/env PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C \
      DEBIAN_FRONTEND=noninteractive sh -ec "$2"
  ' sh "$building" "$1"
}

is_offered() { inside_building "apt-cache show $1 >/dev/null 2>&1"; }

logged() {
  local what=$1
  shift
  printf '\n$ %s\n' "$*" >>"$log"
  if ! "$@" >>"$log" 2>&1 </dev/null; then
    tail -n 25 "$log" | sed 's/^/  | /' >&2
    fail "$what"
  fi
}

build() {
  local packages compilers
  say "unpacking Debian $root_suite from $(mirror)"
  logged "debootstrap failed" debootstrap --variant=minbase "$root_suite" "$building" "$(mirror)"
  # This machine's way to its mirror: proxies, time checks.
  apt-config dump Acquire | grep -E '^Acquire::(Check-|Retries|https?::)' \
    >"$building/etc/apt/apt.conf.d/90host" || true
  printf 'APT::Install-Recommends "false";\n' >"$building/etc/apt/apt.conf.d/91patterns"
  logged "the package lists of $root_suite could not be read" inside_building 'apt-get -q update'
  choose_packages
  say "installing ${packages[*]}"
  logged "the packages could not be installed" inside_building "apt-get -q -y install ${packages[*]} && apt-get clean"
  # The repository belongs to whoever owns it outside.
  inside_building 'if command -v git >/dev/null; then git config --system --add safe.directory "*"; fi'
  mkdir -p "$building/src"
  printf 'recipe=%s\ncompilers=%s\n' "$root_recipe" "${compilers[*]}" >"$building/etc/patterns-root"
}

cleanup() {
  [[ -z "${building:-}" ]] || rm -rf --one-file-system "$building"
  rm -f "${log:-}"
}

create() {
  local started=$SECONDS reason
  can_run || fail "$reason"
  mkdir -p "${root_folder%/*}"
  # Two jobs of one machine may want it at the same time.
  exec 9>"$root_folder.lock"
  flock 9
  if is_whole; then
    say "$root_folder is there: $(compilers_there)"
    return
  fi
  can_create || fail "$reason"
  [[ ! -e "$root_folder" ]] || say "$root_folder is broken or out of date; making it anew"
  log=$(mktemp --suffix=.log "${TMPDIR:-/tmp}/$root_name.XXXXXX")
  trap cleanup EXIT
  rm -rf --one-file-system "$root_folder".building.*
  building=$(mktemp -d "$root_folder.building.XXXXXX")
  chmod 755 "$building"
  build
  rm -rf --one-file-system "$root_folder"
  mv "$building" "$root_folder"
  building=''
  say "$root_folder is ready after $((SECONDS - started)) s: $(compilers_there)"
}

# ---- using it ----

run() {
  local reason
  can_run || fail "$reason"
  is_whole || fail "$root_folder is not there or not whole; make it with create"
  # The mounts live in a namespace of their own and end with the command.
  # shellcheck disable=SC2016
  exec unshare --mount --propagation private -- sh -ec '
    root=$1 repository=$2
    shift 2
    mount --bind "$repository" "$root/src"
    # The source of Google Benchmark, which setup.sh has unpacked on this machine.
    if [ -d /usr/local/src/patterns ]; then
      mkdir -p "$root/usr/local/src/patterns"
      mount --bind /usr/local/src/patterns "$root/usr/local/src/patterns"
    fi
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount -t tmpfs tmpfs "$root/tmp"
    exec chroot "$root" /usr/bin/env --chdir=/src -u LC_ALL -u TMPDIR -u CC -u CXX -u CFLAGS -u CXXFLAGS -u LDFLAGS \
      PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 "$@"
  ' sh "$root_folder" "$repository" "$@"
}

check() {
  local reason
  if can_run && is_whole; then
    say "$root_folder is there: $(compilers_there)"
  elif can_create; then
    say "can be made from $(mirror)"
  else
    fail "not to be had here: $reason"
  fi
}

root_main() {
  case "${1:-}" in
    check | create)
      (($# == 1)) || misuse "$1 takes no argument"
      "$1"
      ;;
    run)
      [[ "${2:-}" == -- && $# -gt 2 ]] || misuse "run needs -- and a command"
      shift 2
      run "$@"
      ;;
    -h | --help) usage ;;
    *) misuse "check, create or run?" ;;
  esac
}
