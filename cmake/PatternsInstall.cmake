# Installs the sources of the themes in PATTERNS_COMPONENTS, and of those they stand on, with the package files that
# compile them in a consumer's build. Nothing in them knows where it is installed, so the prefix may be moved.
include_guard(GLOBAL)
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(folder "${CMAKE_INSTALL_DATADIR}/patterns")
write_basic_package_version_file(
  "${PROJECT_BINARY_DIR}/patternsConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion
  ARCH_INDEPENDENT)
install(
  FILES "${PROJECT_SOURCE_DIR}/cmake/patternsConfig.cmake" "${PROJECT_SOURCE_DIR}/cmake/PatternsTheme.cmake"
        "${PROJECT_SOURCE_DIR}/cmake/PatternsToolchain.cmake" "${PROJECT_BINARY_DIR}/patternsConfigVersion.cmake"
  DESTINATION "${folder}/cmake"
  COMPONENT patterns)
set(components "")
# The sources of an optional component go along where those it stands on do: the consumer may have what it needs.
set(with_sources "")
foreach(theme IN LISTS PATTERNS_TOWER)
  if(TARGET patterns::${theme})
    list(APPEND components ${theme})
    list(APPEND with_sources ${theme})
  endif()
endforeach()
foreach(theme IN LISTS PATTERNS_OPTIONAL)
  string(REGEX REPLACE "_.*" "" below ${theme})
  if(TARGET patterns::${below})
    list(APPEND with_sources ${theme})
  endif()
endforeach()
foreach(theme IN LISTS with_sources)
  install(
    DIRECTORY "${PROJECT_SOURCE_DIR}/modules/${theme}"
    DESTINATION "${folder}/modules"
    COMPONENT patterns
    FILES_MATCHING
    REGEX "\\.(cppm|cpp|cmake)$")
endforeach()
if(TARGET patterns::all)
  list(APPEND components all)
  install(
    FILES "${PROJECT_SOURCE_DIR}/modules/all.cmake" "${PROJECT_SOURCE_DIR}/modules/patterns.cppm"
    DESTINATION "${folder}/modules"
    COMPONENT patterns)
endif()

# For a project that compiles just as this build does, and would rather not compile again.
if(PATTERNS_INSTALL_COMPILED)
  set(package "${CMAKE_INSTALL_LIBDIR}/cmake/patterns_compiled")
  foreach(component IN LISTS components ITEMS std)
    set(sources "${folder}/modules/${component}")
    if(component STREQUAL "all")
      set(sources "${folder}/modules")
    endif()
    set_target_properties(patterns_${component} PROPERTIES EXPORT_NAME ${component})
    install(
      TARGETS patterns_${component}
      EXPORT patterns_compiled
      ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT patterns
      FILE_SET CXX_MODULES DESTINATION "${sources}" COMPONENT patterns)
  endforeach()
  install(
    EXPORT patterns_compiled
    NAMESPACE patterns_compiled::
    FILE patterns_compiledTargets.cmake
    CXX_MODULES_DIRECTORY modules
    DESTINATION "${package}"
    COMPONENT patterns)
  # CMake 4.3 reads CPS files too and prefers them, yet cannot resolve an import from one component in another: the file
  # stands where other tools are told to look and find_package does not.
  if(CMAKE_VERSION VERSION_GREATER_EQUAL 4.3)
    install(
      PACKAGE_INFO patterns_compiled
      EXPORT patterns_compiled
      CXX_MODULES_DIRECTORY modules
      DESTINATION "${folder}/cps"
      COMPONENT patterns)
    # It writes a list of modules for each component, and installs only that of the first.
    install(
      CODE "file(GLOB package_info \"${PROJECT_BINARY_DIR}/CMakeFiles/Export/*/patterns_compiled.cps\")
cmake_path(GET package_info PARENT_PATH package_info)
file(GLOB manifests \"\${package_info}/modules/target-*.modules.json\")
file(INSTALL \${manifests} DESTINATION \"\${CMAKE_INSTALL_PREFIX}/${folder}/cps/modules\")"
      COMPONENT patterns)
  endif()
  patterns_dialect(dialect)
  set(compiler "${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}")
  configure_package_config_file(
    "${PROJECT_SOURCE_DIR}/cmake/patterns_compiledConfig.cmake.in" "${PROJECT_BINARY_DIR}/patterns_compiledConfig.cmake"
    INSTALL_DESTINATION "${package}"
    PATH_VARS folder
    NO_SET_AND_CHECK_MACRO NO_CHECK_REQUIRED_COMPONENTS_MACRO)
  write_basic_package_version_file("${PROJECT_BINARY_DIR}/patterns_compiledConfigVersion.cmake"
                                   COMPATIBILITY SameMinorVersion)
  install(
    FILES "${PROJECT_BINARY_DIR}/patterns_compiledConfig.cmake"
          "${PROJECT_BINARY_DIR}/patterns_compiledConfigVersion.cmake"
    DESTINATION "${package}"
    COMPONENT patterns)
endif()
