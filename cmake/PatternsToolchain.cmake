# patterns_check_toolchain(ERROR) refuses a compiler or a standard library that cannot build the modules, with the
# versions that can, before a wall of errors does; and finds out where the standard library keeps the source of its std
# module.
#
# Sets ERROR to the empty string or to what is wrong, and PATTERNS_STD_MODULE_SOURCE, PATTERNS_STD_MODULE_INCLUDES and
# PATTERNS_STANDARD_LIBRARY ("libc++ 19"). It serves this build and, in the installed package, that of a consumer.

function(patterns_check_toolchain error)
  patterns_probe_toolchain(problem)
  if(problem)
    string(
      CONCAT problem
             "${problem}.\n"
             "These work:\n"
             "  Clang 19 or newer with libc++ 19 or newer (-stdlib=libc++)\n"
             "  Clang 22 or newer with libstdc++ 15 or newer\n"
             "  GCC 15 or newer with its own libstdc++\n"
             "and CMake 3.28 or newer with the Ninja generator.")
  endif()
  set(${error} "${problem}" PARENT_SCOPE)
  foreach(result IN ITEMS PATTERNS_STANDARD_LIBRARY PATTERNS_STD_MODULE_SOURCE PATTERNS_STD_MODULE_INCLUDES)
    set(${result} "${${result}}" PARENT_SCOPE)
  endforeach()
endfunction()

function(patterns_probe_toolchain error)
  set(${error} "" PARENT_SCOPE)
  if(NOT CMAKE_CXX_COMPILER_LOADED)
    set(${error} "the project has not enabled the language CXX" PARENT_SCOPE)
    return()
  endif()
  set(compiler "${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION} (${CMAKE_CXX_COMPILER})")
  if(NOT CMAKE_GENERATOR MATCHES "Ninja")
    set(${error} "the generator '${CMAKE_GENERATOR}' cannot build C++ modules" PARENT_SCOPE)
    return()
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 15)
    set(${error} "the compiler ${compiler} is too old" PARENT_SCOPE)
    return()
  elseif(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 19)
    set(${error} "the compiler ${compiler} is too old" PARENT_SCOPE)
    return()
  elseif(NOT CMAKE_CXX_COMPILER_ID MATCHES "^(GNU|Clang)$")
    set(${error} "the compiler ${compiler} has not been made to work" PARENT_SCOPE)
    return()
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND NOT CMAKE_CXX_COMPILER_CLANG_SCAN_DEPS)
    set(${error} "clang-scan-deps, which finds what a source imports, is not installed beside the compiler ${compiler}"
        PARENT_SCOPE)
    return()
  endif()

  # The flags decide which standard library is used, so the compiler is asked with them.
  separate_arguments(flags UNIX_COMMAND "${CMAKE_CXX_FLAGS}")
  get_directory_property(options COMPILE_OPTIONS)
  string(GENEX_STRIP "${options}" options)
  list(APPEND flags ${options})
  if(CMAKE_SYSROOT)
    list(APPEND flags "--sysroot=${CMAKE_SYSROOT}")
  endif()
  if(CMAKE_CXX_COMPILER_TARGET AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    list(APPEND flags "--target=${CMAKE_CXX_COMPILER_TARGET}")
  endif()
  # With the standard in use too: -freflection, for one, is refused with any older one.
  set(standard 20)
  if(CMAKE_CXX_STANDARD MATCHES "^2[3-9]$")
    set(standard ${CMAKE_CXX_STANDARD})
  endif()
  set(probe "${CMAKE_BINARY_DIR}/CMakeFiles/patterns_standard_library.cpp")
  file(WRITE "${probe}" "#include <version>
#ifndef __cpp_exceptions
disabled=exceptions
#endif
#ifndef __cpp_rtti
disabled=rtti
#endif
#ifdef _LIBCPP_VERSION
library=libc++ version=_LIBCPP_VERSION
#else
library=libstdc++ version=_GLIBCXX_RELEASE
#endif
")
  execute_process(
    COMMAND "${CMAKE_CXX_COMPILER}" ${CMAKE_CXX_COMPILER_ARG1} ${flags} -std=c++${standard} -E -P "${probe}"
    OUTPUT_VARIABLE expansion
    ERROR_VARIABLE complaint
    RESULT_VARIABLE status)
  if(NOT status EQUAL 0 OR NOT expansion MATCHES "library=([a-z+]+)[ \n]+version=([0-9]+)")
    set(${error} "the compiler ${compiler} has no C++ standard library:\n${complaint}" PARENT_SCOPE)
    return()
  endif()
  set(library "${CMAKE_MATCH_1}")
  set(version "${CMAKE_MATCH_2}")
  if(expansion MATCHES "disabled=([a-z]+)")
    set(${error} "the flags '${flags}' switch off ${CMAKE_MATCH_1}, which the library uses" PARENT_SCOPE)
    return()
  endif()
  if(library STREQUAL "libc++")
    math(EXPR version "${version} / 10000")
    set(oldest 19)
  else()
    set(oldest 15)
  endif()
  if(version LESS oldest)
    set(${error} "the compiler ${compiler} uses ${library} ${version}, which is older than ${library} ${oldest}"
        PARENT_SCOPE)
    return()
  endif()
  if(library STREQUAL "libstdc++"
     AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang"
     AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 22)
    set(${error} "the compiler ${compiler} cannot build the std module of ${library} ${version}" PARENT_SCOPE)
    return()
  endif()

  execute_process(
    COMMAND "${CMAKE_CXX_COMPILER}" ${CMAKE_CXX_COMPILER_ARG1} ${flags} "-print-file-name=${library}.modules.json"
    OUTPUT_VARIABLE manifest
    OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(NOT IS_ABSOLUTE "${manifest}" OR NOT EXISTS "${manifest}")
    set(${error} "${library} ${version} comes without ${library}.modules.json, the list of its modules" PARENT_SCOPE)
    return()
  endif()
  file(REAL_PATH "${manifest}" manifest)
  cmake_path(GET manifest PARENT_PATH folder)
  file(READ "${manifest}" json)
  string(JSON count LENGTH "${json}" modules)
  math(EXPR last "${count} - 1")
  foreach(index RANGE ${last})
    string(JSON name GET "${json}" modules ${index} logical-name)
    if(NOT name STREQUAL "std")
      continue()
    endif()
    string(JSON source GET "${json}" modules ${index} source-path)
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY "${folder}" NORMALIZE)
    set(includes "")
    string(JSON include_count ERROR_VARIABLE none LENGTH "${json}" modules ${index} local-arguments
           system-include-directories)
    if(none STREQUAL "NOTFOUND" AND include_count GREATER 0)
      math(EXPR last_include "${include_count} - 1")
      foreach(include_index RANGE ${last_include})
        string(JSON include GET "${json}" modules ${index} local-arguments system-include-directories ${include_index})
        cmake_path(ABSOLUTE_PATH include BASE_DIRECTORY "${folder}" NORMALIZE)
        list(APPEND includes "${include}")
      endforeach()
    endif()
  endforeach()
  if(NOT EXISTS "${source}")
    set(${error} "the source of the std module of ${library} ${version} is missing: '${source}'" PARENT_SCOPE)
    return()
  endif()
  set(PATTERNS_STANDARD_LIBRARY "${library} ${version}" PARENT_SCOPE)
  set(PATTERNS_STD_MODULE_SOURCE "${source}" PARENT_SCOPE)
  set(PATTERNS_STD_MODULE_INCLUDES "${includes}" PARENT_SCOPE)
endfunction()
