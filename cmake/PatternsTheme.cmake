# patterns_theme(NAME [REQUIRES theme...] INTERFACE file... [IMPLEMENTATION file...])
#
# One theme is one library target, patterns::NAME. The same function serves this build and the installed package, which
# compiles the installed sources as its consumer compiles (see docs in README, "Use it in your project").
include_guard(GLOBAL)

function(patterns_std_module)
  if(TARGET patterns_std)
    return()
  endif()
  add_library(patterns_std STATIC)
  add_library(patterns::std ALIAS patterns_std)
  cmake_path(GET PATTERNS_STD_MODULE_SOURCE PARENT_PATH folder)
  target_sources(patterns_std PUBLIC FILE_SET CXX_MODULES BASE_DIRS "${folder}" FILES "${PATTERNS_STD_MODULE_SOURCE}")
  target_include_directories(patterns_std SYSTEM PRIVATE ${PATTERNS_STD_MODULE_INCLUDES})
  target_compile_features(patterns_std PUBLIC cxx_std_20)
  # It is the vendor's code: its warnings (the reserved name std among them) are none of ours.
  target_compile_options(patterns_std PRIVATE -w)
  set_target_properties(patterns_std PROPERTIES CXX_SCAN_FOR_MODULES ON)
endfunction()

function(patterns_theme name)
  cmake_parse_arguments(PARSE_ARGV 1 theme "" "" "REQUIRES;INTERFACE;IMPLEMENTATION")
  if(name STREQUAL "all")
    set(target patterns)
  else()
    set(target patterns_${name})
  endif()
  list(TRANSFORM theme_INTERFACE PREPEND "${CMAKE_CURRENT_LIST_DIR}/")
  list(TRANSFORM theme_IMPLEMENTATION PREPEND "${CMAKE_CURRENT_LIST_DIR}/")
  patterns_std_module()
  add_library(${target} STATIC)
  add_library(patterns::${name} ALIAS ${target})
  target_sources(
    ${target}
    PRIVATE ${theme_IMPLEMENTATION}
    PUBLIC FILE_SET CXX_MODULES BASE_DIRS "${CMAKE_CURRENT_LIST_DIR}" FILES ${theme_INTERFACE})
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_link_libraries(${target} PUBLIC patterns::std)
  foreach(required IN LISTS theme_REQUIRES)
    target_link_libraries(${target} PUBLIC patterns::${required})
  endforeach()
  set_target_properties(${target} PROPERTIES CXX_SCAN_FOR_MODULES ON)
  if(TARGET patterns_warnings)
    target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:patterns_warnings>)
  endif()
endfunction()
