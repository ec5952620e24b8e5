# What `cmake --install` puts under the prefix: the library, its headers, the program, and the files
# by which find_package(eigenlex) gives the target eigenlex::eigenlex.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(EIGENLEX_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/eigenlex)

install(TARGETS eigenlex EXPORT eigenlexTargets)
if(EIGENLEX_LIBRARY_TYPE STREQUAL "SHARED_LIBRARY")
  set_target_properties(eigenlex_tool PROPERTIES INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}")
endif()
install(TARGETS eigenlex_tool)
if(EIGENLEX_NEURAL)
  # A set of its own: who does not ask for the component `neural` needs no libtorch.
  install(TARGETS eigenlex_neural EXPORT eigenlexNeuralTargets)
  install(EXPORT eigenlexNeuralTargets NAMESPACE eigenlex:: DESTINATION ${EIGENLEX_CMAKE_DIR})
  install(FILES tools/cmake/FindLibtorch.cmake DESTINATION ${EIGENLEX_CMAKE_DIR})
  install(TARGETS eigenlex_networks LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/eigenlex)
endif()
# The vectors of fastText are for the program's comparison alone.
install(DIRECTORY include/eigenlex TYPE INCLUDE FILES_MATCHING PATTERN "*.hpp"
        PATTERN "fasttext_vectors.hpp" EXCLUDE)
install(FILES ${PROJECT_BINARY_DIR}/generated/eigenlex/version.hpp
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/eigenlex)
install(EXPORT eigenlexTargets NAMESPACE eigenlex:: DESTINATION ${EIGENLEX_CMAKE_DIR})

configure_package_config_file(tools/cmake/eigenlexConfig.cmake.in
  ${PROJECT_BINARY_DIR}/eigenlexConfig.cmake INSTALL_DESTINATION ${EIGENLEX_CMAKE_DIR})
# Until 1.0 a minor version may change the interface.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/eigenlexConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/eigenlexConfig.cmake
              ${PROJECT_BINARY_DIR}/eigenlexConfigVersion.cmake
        DESTINATION ${EIGENLEX_CMAKE_DIR})
