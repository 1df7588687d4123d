# What the tests, pages, tools and benchmarks use. The library itself needs none of it.
#
# GoogleTest and Benchmark have compiled parts, which must use the project's own standard library and sanitizers: they
# are built here from a source package where there is one, and fetched where there is none.
include_guard(GLOBAL)
include(FetchContent)

find_package(Threads REQUIRED)

# patterns_source_dependency(NAME FOLDERS folder... REPOSITORY url TAG tag)
function(patterns_source_dependency name)
  cmake_parse_arguments(PARSE_ARGV 1 dependency "" "REPOSITORY;TAG" "FOLDERS")
  foreach(folder IN LISTS dependency_FOLDERS)
    if(EXISTS "${folder}/CMakeLists.txt")
      FetchContent_Declare(${name} SOURCE_DIR "${folder}" SYSTEM EXCLUDE_FROM_ALL)
      break()
    endif()
  endforeach()
  if(NOT EXISTS "${folder}/CMakeLists.txt")
    FetchContent_Declare(
      ${name}
      GIT_REPOSITORY "${dependency_REPOSITORY}"
      GIT_TAG "${dependency_TAG}"
      GIT_SHALLOW ON SYSTEM EXCLUDE_FROM_ALL)
  endif()
  # GoogleTest looks for a Python that only its own tests use.
  set(CMAKE_DISABLE_FIND_PACKAGE_Python ON)
  # Their sources have no modules; scanning them only costs time.
  set(CMAKE_CXX_SCAN_FOR_MODULES OFF)
  set(CMAKE_POLICY_VERSION_MINIMUM 3.5)
  set(BUILD_SHARED_LIBS OFF)
  set(CMAKE_WARN_DEPRECATED OFF CACHE INTERNAL "")
  FetchContent_MakeAvailable(${name})
endfunction()

if(PATTERNS_BUILD_TESTS)
  set(INSTALL_GTEST OFF CACHE INTERNAL "")
  patterns_source_dependency(
    googletest
    FOLDERS /usr/src/googletest
    REPOSITORY https://github.com/google/googletest.git
    TAG v1.15.2)
  foreach(target IN ITEMS gtest gtest_main gmock gmock_main)
    target_compile_options(${target} PRIVATE -w)
  endforeach()
endif()
if(PATTERNS_BUILD_BENCHMARKS)
  set(BENCHMARK_ENABLE_TESTING OFF CACHE INTERNAL "")
  set(BENCHMARK_ENABLE_INSTALL OFF CACHE INTERNAL "")
  set(BENCHMARK_ENABLE_WERROR OFF CACHE INTERNAL "")
  patterns_source_dependency(
    benchmark
    FOLDERS /usr/local/src/patterns/benchmark /usr/src/benchmark
    REPOSITORY https://github.com/google/benchmark.git
    TAG v1.9.1)
  target_compile_options(benchmark PRIVATE -w)
endif()

# Header-only, so whichever copy is found fits.
function(patterns_header_dependency name target header repository tag)
  find_package(${name} QUIET CONFIG)
  if(TARGET ${target})
    return()
  endif()
  find_path(PATTERNS_${name}_INCLUDE_DIR "${header}")
  if(PATTERNS_${name}_INCLUDE_DIR)
    add_library(${target} INTERFACE IMPORTED GLOBAL)
    target_include_directories(${target} SYSTEM INTERFACE "${PATTERNS_${name}_INCLUDE_DIR}")
    return()
  endif()
  FetchContent_Declare(${name} GIT_REPOSITORY "${repository}" GIT_TAG "${tag}" GIT_SHALLOW ON SYSTEM EXCLUDE_FROM_ALL)
  set(CMAKE_CXX_SCAN_FOR_MODULES OFF)
  FetchContent_MakeAvailable(${name})
endfunction()

patterns_header_dependency(CLI11 CLI11::CLI11 CLI/CLI.hpp https://github.com/CLIUtils/CLI11.git v2.4.2)
patterns_header_dependency(range-v3 range-v3::range-v3 range/v3/all.hpp https://github.com/ericniebler/range-v3.git
                           0.12.0)
