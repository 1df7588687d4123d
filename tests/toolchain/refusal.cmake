# Judges the toolchain that the command line describes, as a project that uses it would be judged.
include("${CMAKE_CURRENT_LIST_DIR}/../../cmake/PatternsToolchain.cmake")
set(CMAKE_CXX_COMPILER_LOADED ON)
patterns_check_toolchain(error)
if(error)
  message(FATAL_ERROR "${error}")
endif()
