# One switch for the whole build, the std module included: a sanitized program must not mix with code that is not.
include_guard(GLOBAL)

if(PATTERNS_SANITIZE)
  add_compile_options(-fsanitize=${PATTERNS_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g1)
  add_link_options(-fsanitize=${PATTERNS_SANITIZE})
endif()

# libFuzzer needs to see which way the whole of the code goes.
if(PATTERNS_BUILD_FUZZERS)
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
endif()

# The calls that ThreadSanitizer would answer are answered by the scheduler in tests/explore, so nothing is linked.
if(PATTERNS_EXPLORE)
  if(PATTERNS_SANITIZE OR NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang" OR NOT CMAKE_CXX_FLAGS MATCHES "-stdlib=libc\\+\\+")
    message(FATAL_ERROR "patterns: PATTERNS_EXPLORE takes Clang with libc++, whose waits its scheduler knows, and no \
sanitizer besides; configure with the preset explore")
  endif()
  add_compile_options(-fsanitize=thread -g1)
endif()
