# patterns_theme(NAME [REQUIRES theme...] INTERFACE file... [IMPLEMENTATION file...])
#
# One theme is one library target, patterns::NAME. The same functions serve this build, a project that adds this one as
# a folder, and the installed package, which compiles the installed sources as its consumer compiles: a BMI is only good
# for the very flags it was made with.

# The tower: a theme may stand on those before it, never on one after it.
set(PATTERNS_TOWER meta typing data_model concurrency design async caching)

# Beside the tower: these need something that is not everywhere, and are no part of the aggregate.
set(PATTERNS_OPTIONAL async_io caching_redis)

# patterns_component_lacks(NAME RESULT) sets RESULT to what an optional component needs and is not here; empty if it can
# be built.
function(patterns_component_lacks name result)
  set(lacking "")
  if(name STREQUAL "async_io")
    find_path(PATTERNS_ASIO_INCLUDE_DIR asio.hpp)
    mark_as_advanced(PATTERNS_ASIO_INCLUDE_DIR)
    if(NOT PATTERNS_ASIO_INCLUDE_DIR)
      set(lacking "Asio without Boost, of which no asio.hpp was found; its package is libasio-dev")
    endif()
  elseif(name STREQUAL "caching_redis")
    find_path(PATTERNS_HIREDIS_INCLUDE_DIR hiredis/hiredis.h)
    find_library(PATTERNS_HIREDIS_LIBRARY hiredis)
    mark_as_advanced(PATTERNS_HIREDIS_INCLUDE_DIR PATTERNS_HIREDIS_LIBRARY)
    if(NOT PATTERNS_HIREDIS_INCLUDE_DIR OR NOT PATTERNS_HIREDIS_LIBRARY)
      set(lacking "hiredis, the client library of Redis, which was not found; its package is libhiredis-dev")
    endif()
  endif()
  set(${result} "${lacking}" PARENT_SCOPE)
endfunction()

# patterns_component(NAME) makes patterns::NAME and all it stands on, unless they are there.
function(patterns_component name)
  if(TARGET patterns::${name})
    return()
  endif()
  patterns_component_file(${name} file)
  include("${file}")
endfunction()

# patterns_component_file(NAME RESULT) sets RESULT to the file that declares the component, empty if there is none.
function(patterns_component_file name result)
  cmake_path(ABSOLUTE_PATH CMAKE_CURRENT_FUNCTION_LIST_DIR NORMALIZE OUTPUT_VARIABLE folder)
  cmake_path(GET folder PARENT_PATH folder)
  if(name STREQUAL "all")
    set(file "${folder}/modules/all.cmake")
  else()
    set(file "${folder}/modules/${name}/theme.cmake")
  endif()
  if(NOT name MATCHES "^[a-z_]+$" OR NOT EXISTS "${file}")
    set(file "")
  endif()
  set(${result} "${file}" PARENT_SCOPE)
endfunction()

function(patterns_theme name)
  cmake_parse_arguments(PARSE_ARGV 1 theme "" "" "REQUIRES;INTERFACE;IMPLEMENTATION")
  list(TRANSFORM theme_INTERFACE PREPEND "${CMAKE_CURRENT_LIST_DIR}/")
  list(TRANSFORM theme_IMPLEMENTATION PREPEND "${CMAKE_CURRENT_LIST_DIR}/")
  patterns_std_module()
  list(FIND PATTERNS_TOWER ${name} floor)
  foreach(required IN LISTS theme_REQUIRES)
    list(FIND PATTERNS_TOWER ${required} required_floor)
    if(NOT floor EQUAL -1 AND NOT required_floor LESS floor)
      message(FATAL_ERROR "patterns: ${name} stands on ${required}, which is not below it in the tower")
    endif()
    patterns_component(${required})
  endforeach()

  patterns_dialect(dialect)
  set_property(GLOBAL PROPERTY PATTERNS_DIALECT ${dialect})
  set(target patterns_${name})
  add_library(${target} STATIC)
  add_library(patterns::${name} ALIAS ${target})
  target_sources(
    ${target}
    PRIVATE ${theme_IMPLEMENTATION}
    PUBLIC FILE_SET CXX_MODULES BASE_DIRS "${CMAKE_CURRENT_LIST_DIR}" FILES ${theme_INTERFACE})
  list(TRANSFORM theme_REQUIRES PREPEND patterns::)
  target_link_libraries(${target} PUBLIC patterns::std ${theme_REQUIRES})
  patterns_library_properties(${target})
  if(TARGET patterns_warnings)
    target_compile_options(${target} PRIVATE $<BUILD_INTERFACE:$<TARGET_PROPERTY:patterns_warnings,INTERFACE_COMPILE_OPTIONS>>)
  endif()
endfunction()

# patterns::std carries the std module to all that import it. Three sources, in this order: a target of that name that
# the project made, CMake's own std module where the project has switched it on, and one built here from the source that
# patterns_check_toolchain found. Two BMIs of std must not meet in one program.
function(patterns_std_module)
  if(TARGET patterns::std)
    return()
  endif()
  if(CMAKE_CXX_STANDARD GREATER_EQUAL 23 AND CMAKE_CXX_STANDARD IN_LIST CMAKE_CXX_COMPILER_IMPORT_STD)
    add_library(patterns_std INTERFACE)
    add_library(patterns::std ALIAS patterns_std)
    set_target_properties(patterns_std PROPERTIES PATTERNS_STD_OF_CMAKE ON)
    return()
  endif()
  add_library(patterns_std STATIC)
  add_library(patterns::std ALIAS patterns_std)
  cmake_path(GET PATTERNS_STD_MODULE_SOURCE PARENT_PATH folder)
  target_sources(patterns_std PUBLIC FILE_SET CXX_MODULES BASE_DIRS "${folder}" FILES "${PATTERNS_STD_MODULE_SOURCE}")
  target_include_directories(patterns_std SYSTEM PRIVATE ${PATTERNS_STD_MODULE_INCLUDES})
  patterns_library_properties(patterns_std)
  # It is the vendor's code: its warnings (the reserved name std among them) are none of ours.
  target_compile_options(patterns_std PRIVATE -w)
endfunction()

# patterns_check_dialect(ERROR) refuses a folder whose dialect is not the one that another folder of the build made the
# targets for: no BMI fits both.
function(patterns_check_dialect error)
  patterns_dialect(here)
  get_property(made GLOBAL PROPERTY PATTERNS_DIALECT)
  if(made AND NOT made STREQUAL here)
    set(${error}
        "another folder of this build uses it in ${made}, this one in ${here}; set CMAKE_CXX_STANDARD and \
CMAKE_CXX_EXTENSIONS once, for both"
        PARENT_SCOPE)
  else()
    set(${error} "" PARENT_SCOPE)
  endif()
endfunction()

# patterns_dialect(RESULT) sets RESULT to the dialect that a target made in this folder has, such as gnu++20.
function(patterns_dialect result)
  set(standard "${CMAKE_CXX_STANDARD}")
  if(NOT standard)
    set(standard "${CMAKE_CXX_STANDARD_COMPUTED_DEFAULT}")
  endif()
  if(NOT standard MATCHES "^[2-7][0-9]$")
    set(standard 20)
  endif()
  if(CMAKE_CXX_EXTENSIONS OR NOT DEFINED CMAKE_CXX_EXTENSIONS)
    set(${result} "gnu++${standard}" PARENT_SCOPE)
  else()
    set(${result} "c++${standard}" PARENT_SCOPE)
  endif()
endfunction()

# What a library needs to be built by a stranger: nothing but the flags that make a BMI fit is taken from the project.
function(patterns_library_properties target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  get_target_property(std_of_cmake patterns::std PATTERNS_STD_OF_CMAKE)
  set_target_properties(
    ${target}
    PROPERTIES CXX_SCAN_FOR_MODULES ON
               CXX_MODULE_STD $<BOOL:${std_of_cmake}>
               # A consumer may put it into a shared library.
               POSITION_INDEPENDENT_CODE ON
               UNITY_BUILD OFF)
  if(NOT patterns_IS_TOP_LEVEL)
    set_target_properties(
      ${target}
      PROPERTIES EXCLUDE_FROM_ALL ON
                 CXX_CLANG_TIDY ""
                 CXX_CPPCHECK ""
                 CXX_INCLUDE_WHAT_YOU_USE "")
    target_compile_options(${target} PRIVATE -w)
  endif()
endfunction()
