#!/usr/bin/env bash
# Fails if a source is not laid out as .clang-format says. `check_format.sh --fix` lays it out.
# Ends with status 77, for skipped, where clang-format 19 is not installed: other versions lay out differently.
set -euo pipefail
cd "$(dirname "$0")/../.."

formatter=
for candidate in clang-format-19 clang-format; do
  if "$candidate" --version 2>/dev/null | grep -q 'version 19\.'; then
    formatter=$candidate
    break
  fi
done
if [[ -z $formatter ]]; then
  echo 'SKIPPED: clang-format 19 is not installed'
  exit 77
fi

mapfile -d '' sources < <(find bench examples modules tests tools -type f \( -name '*.cpp' -o -name '*.cppm' -o -name '*.hpp' \) -print0)
if [[ ${1-} == --fix ]]; then
  exec "$formatter" -i -- "${sources[@]}"
fi
exec "$formatter" --dry-run -Werror -- "${sources[@]}"
