# PATTERNS_PYTHON: Python 3.9 or newer, which runs the scripts of the tests and benchmarks; empty where there is none.
#
# Asked for once and kept. find_package(Python3) puts a dozen questions to the interpreter at every configure, which
# takes half a minute where python3 is a wrapper that chooses a version; for the same reason the real program is kept.
include_guard(GLOBAL)

if(NOT DEFINED CACHE{PATTERNS_PYTHON})
  execute_process(
    COMMAND python3 -c "import sys; print(sys.executable if sys.version_info >= (3, 9) else '')"
    OUTPUT_VARIABLE python
    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  set(PATTERNS_PYTHON "${python}" CACHE FILEPATH "Python 3.9 or newer, for the scripts of tests and benchmarks")
endif()
if(NOT PATTERNS_PYTHON)
  message(STATUS "patterns: no Python 3.9 or newer: the tests and reports that are scripts are left out")
endif()
