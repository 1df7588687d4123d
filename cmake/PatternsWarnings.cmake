# patterns_warnings: the warnings that code of this project is built with; never a consumer's.
include_guard(GLOBAL)

add_library(patterns_warnings INTERFACE)
target_compile_options(
  patterns_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
                              $<$<BOOL:${PATTERNS_WARNINGS_AS_ERRORS}>:-Werror>)
