#!/bin/sh
# A compiler that does what its name says, once it has passed for GCC 16 and built the program that it is tried with.
# It compiles nothing: an object is an empty file, and a program a script.
behaviour=$(basename "$0")
source=
output=
wrong=
links=yes
previous=
for word; do
  case $word in
    --version) printf 'fake 16.1.0\n'; exit ;;
    -print-file-name=*)
      [ "$behaviour" != names_a_pipe ] || { mkfifo manifest; printf '%s/manifest\n' "$PWD"; exit; }
      printf 'none\n'
      exit
      ;;
    -dM)
      [ "$behaviour" != hangs_when_asked ] || {
        : >asked
        setsid sleep "$(cat "$0.marker")" &
        exec sleep "$(cat "$0.marker")"
      }
      [ "$behaviour" != broken_and_loud ] || { printf 'not \033[2J %01000000d' 0; exit 1; }
      [ "$behaviour" != has_a_long_version ] || { printf '#define __GNUC__ %01000000d\n' 0; exit; }
      [ "$behaviour" != broken ] || { printf 'cannot be used\n'; exit 1; }
      [ "$behaviour" != stranger ] || { printf '#define __STRANGE__ 1\n'; exit; }
      printf '#define __GNUC__ 16\n#define __GNUC_MINOR__ 1\n#define __GNUC_PATCHLEVEL__ 0\n'
      exit
      ;;
    -DWRONG) wrong=yes ;;
    -c | -E) links= ;;
    *.cpp | *.cppm) source=$word ;;
  esac
  [ "$previous" != -o ] || output=$word
  previous=$word
done

# make_program STATUS TEXT
make_program() {
  printf '#!/bin/sh\necho %s\nexit %s\n' "$2" "$1" >"$output"
  chmod +x "$output"
}

if [ "$source" = probe.cpp ]; then
  [ "$behaviour" != builds_nothing ] || { printf 'no\n'; exit 1; }
  make_program 0 probed
  exit
fi

case $behaviour in
  hangs) trap '' TERM INT; while :; do sleep 60; done ;;
  hangs_holding_on) trap '' TERM; setsid sleep "$(cat "$0.marker")" & sleep 60 ;;
  forks) (setsid sleep "$(cat "$0.marker")" &) ; setsid sleep "$(cat "$0.marker")" & ;;
  forks_again_and_again)
    bomb() {
      [ "$1" = 0 ] || { bomb $(($1 - 1)) & bomb $(($1 - 1)) & }
      exec sleep "$(cat "$compiler.marker")"
    }
    compiler=$0
    bomb 7
    ;;
  eats_memory)
    exec "$(cat "$0.marker")" -S -c '
held = []
try:
    while len(held) < 512:
        held.append(b"x" * (1 << 20))
except MemoryError:
    held.clear()
    print("cc1plus: out of memory allocating 1048576 bytes")
    raise SystemExit(1)'
    ;;
  eats_memory_together)
    children=16
    while [ "$children" -gt 0 ]; do
      "$(cat "$0.marker")" -S -c 'import time; held = b"x" * (100 << 20); time.sleep(60)' &
      children=$((children - 1))
    done
    wait
    ;;
  is_many)
    children=700
    while [ "$children" -gt 0 ]; do
      sleep "$(cat "$0.marker")" &
      children=$((children - 1))
    done
    wait
    ;;
  stops_its_parent) kill -STOP "$PPID" 2>/dev/null ;;
  outlives_its_parent)
    kill -KILL "$PPID" 2>/dev/null
    setsid sleep "$(cat "$0.marker")" &
    exec sleep "$(cat "$0.marker")"
    ;;
  leaves_a_circle) rm -f "$output"; ln -s "$output" "$output"; exit ;;
  dies_among_links) ln -s nowhere a.ii; mkfifo b.ii; mkdir c.ii; kill -SEGV $$ ;;
  locks_a_folder) mkdir -p locked/in; chmod 0 locked/in ;;
  floods) while :; do printf 'error: %01000d\n' 0; done ;;
  fills_the_disk) truncate -s 4T big || exit 1 ;;
  writes_outside) printf 'x' >../outside; printf 'x' >"$(cat "$0.marker")"; rm -f "$(cat "$0.marker").precious" ;;
  dies) kill -SEGV $$ ;;
  dies_inside) printf 'g++: internal compiler error: Segmentation fault signal terminated program cc1plus\n'; exit 4 ;;
  kills_its_parent) kill -KILL "$PPID"; exit ;;
  says_ice) printf 'm.cppm:1:1: internal compiler error: in finish_nothing, at nothing.cc:1\n'; exit 1 ;;
  runs_out_of_memory) printf 'cc1plus: out of memory allocating 65536 bytes\n'; exit 1 ;;
  rejects) printf '%s:1:1: error: expected something else\n' "$source"; exit 1 ;;
  fails_in_silence) exit 3 ;;
  leaves_nothing) exit 0 ;;
  prints_bytes) printf 'm.cppm:1:1: error: \033[2J\377\376\000\001]]>&<"\n'; exit 1 ;;
  lacks) printf 'm.cppm:1:1: sorry, unimplemented: named modules\n'; exit 1 ;;
  warns) printf 'm.cppm:1:1: warning: how odd\n' ;;
  refuses_to_link) [ -z "$links" ] || { printf "undefined reference to 'f'\n"; exit 1; } ;;
  crashes_on_wrong) [ -z "$wrong" ] || kill -ABRT $$ ;;
  warns_of_wrong) [ -z "$wrong" ] || printf 'w.cpp:2:1: warning: wrong\n' ;;
  hates_wrong) [ -z "$wrong" ] || { printf 'w.cpp:2:1: error: wrong\n'; exit 1; } ;;
esac
if [ -n "$links" ]; then
  case $behaviour in
    builds_liars) make_program 0 goodbye ;;
    builds_failures) make_program 1 hello ;;
    builds_crashes) printf '#!/bin/sh\nkill -SEGV $$\n' >"$output"; chmod +x "$output" ;;
    builds_sleepers) printf '#!/bin/sh\nexec sleep 60\n' >"$output"; chmod +x "$output" ;;
    *) make_program 0 hello ;;
  esac
else
  # GCC puts a BMI where it likes; it is another if the source is.
  case $source in
    *.cppm) mkdir -p gcm.cache && rm -f "gcm.cache/$(basename "$source" .cppm).gcm" &&
      cat "$source" >"gcm.cache/$(basename "$source" .cppm).gcm" ;;
  esac
  case $behaviour in
    makes_a_pipe) for each in gcm.cache/*; do rm -f "$each"; mkfifo "$each"; done ;;
    links_its_folder) rm -rf full && ln -s "$(cat "$0.marker")" full; exit ;;
    swaps_its_sources)
      for each in "$source" "$source.unfinished"; do
        rm -f "$each"
        ln -s "$(cat "$0.marker")" "$each"
      done
      ;;
  esac
  [ -z "$output" ] || : >"$output"
fi
