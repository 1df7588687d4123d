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
foreach(theme IN LISTS PATTERNS_TOWER)
  if(TARGET patterns::${theme})
    install(
      DIRECTORY "${PROJECT_SOURCE_DIR}/modules/${theme}"
      DESTINATION "${folder}/modules"
      COMPONENT patterns
      FILES_MATCHING
      REGEX "\\.(cppm|cpp|cmake)$")
  endif()
endforeach()
if(TARGET patterns::all)
  install(
    FILES "${PROJECT_SOURCE_DIR}/modules/all.cmake" "${PROJECT_SOURCE_DIR}/modules/patterns.cppm"
    DESTINATION "${folder}/modules"
    COMPONENT patterns)
endif()
