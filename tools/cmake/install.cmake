# What `cmake --install` puts under the prefix, in the components of the packages (packages.cmake):
# `program`; `library`, with the headers and the files by which find_package(eigenlex) gives the
# target eigenlex::eigenlex; `networks`, the module that loads libtorch; and `ranks`, that of MPI.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(EIGENLEX_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/eigenlex)
set(program COMPONENT program)
set(library COMPONENT library)
set(networks COMPONENT networks)
set(ranks COMPONENT ranks)

install(TARGETS eigenlex EXPORT eigenlexTargets
  ARCHIVE ${library} LIBRARY ${library} NAMELINK_COMPONENT library)
if(EIGENLEX_LIBRARY_TYPE STREQUAL "SHARED_LIBRARY")
  set_target_properties(eigenlex_tool PROPERTIES INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}")
endif()
install(TARGETS eigenlex_tool RUNTIME ${program})
if(EIGENLEX_NEURAL)
  # A set of its own: who does not ask for the component `neural` needs no libtorch.
  install(TARGETS eigenlex_neural EXPORT eigenlexNeuralTargets
    ARCHIVE ${library} LIBRARY ${library} NAMELINK_COMPONENT library)
  install(EXPORT eigenlexNeuralTargets NAMESPACE eigenlex:: DESTINATION ${EIGENLEX_CMAKE_DIR}
    ${library})
  install(FILES tools/cmake/FindLibtorch.cmake DESTINATION ${EIGENLEX_CMAKE_DIR} ${library})
  install(TARGETS eigenlex_networks
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/eigenlex ${networks})
endif()
if(EIGENLEX_MPI)
  install(TARGETS eigenlex_mpi LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/eigenlex ${ranks})
endif()
# What fastText learns is for the program's comparison alone.
install(DIRECTORY include/eigenlex TYPE INCLUDE ${library}
  FILES_MATCHING PATTERN "*.hpp"
  PATTERN "fasttext_vectors.hpp" EXCLUDE PATTERN "fasttext_contenders.hpp" EXCLUDE)
install(FILES ${PROJECT_BINARY_DIR}/generated/eigenlex/version.hpp
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/eigenlex ${library})
install(EXPORT eigenlexTargets NAMESPACE eigenlex:: DESTINATION ${EIGENLEX_CMAKE_DIR} ${library})

configure_package_config_file(tools/cmake/eigenlexConfig.cmake.in
  ${PROJECT_BINARY_DIR}/eigenlexConfig.cmake INSTALL_DESTINATION ${EIGENLEX_CMAKE_DIR})
# Until 1.0 a minor version may change the interface.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/eigenlexConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/eigenlexConfig.cmake
              ${PROJECT_BINARY_DIR}/eigenlexConfigVersion.cmake
  DESTINATION ${EIGENLEX_CMAKE_DIR} ${library})

include(${CMAKE_CURRENT_LIST_DIR}/manual.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/packages.cmake)
