# `cpack -G DEB` in the folder of a build makes packages for Debian and Ubuntu of what is installed
# there: eigenlex, libeigenlex-dev, eigenlex-networks and eigenlex-mpi. They are for the processors
# of EIGENLEX_ARCH (tools/cmake/processor.cmake).
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME eigenlex)
# Each package has a synopsis of its own, the first line of its description below.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")
set(CPACK_PACKAGE_CONTACT "Eigenlex maintainers <maintainers@eigenlex.example>")
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL program library)
if(EIGENLEX_NEURAL)
  list(APPEND CPACK_COMPONENTS_ALL networks)
endif()
if(EIGENLEX_MPI)
  list(APPEND CPACK_COMPONENTS_ALL ranks)
endif()

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)

# In packages a lower version is not taken for a newer one's libraries: the module fits one program.
set(exact_version "(= ${PROJECT_VERSION})")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME eigenlex)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SUGGESTS
  "eigenlex-networks ${exact_version}, eigenlex-mpi ${exact_version}")
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION
  "Word vectors by matrix factorization
Eigenlex learns word vectors from a text without a neural network: it counts
which words occur near which, weighs the counts by pointwise mutual information
and factorizes that matrix. It queries, evaluates and exports vectors of any
program.")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libeigenlex-dev)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libdevel)
# What the headers include and what a static library is linked with.
set(CPACK_DEBIAN_LIBRARY_PACKAGE_DEPENDS
  "libeigen3-dev, nlohmann-json3-dev, libfmt-dev, libicu-dev, libarchive-dev, libxxhash-dev, pkg-config")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SUGGESTS "libtorch-dev")
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION
  "Word vectors by matrix factorization (library)
The C++ library of eigenlex with its headers, for find_package(eigenlex) of
CMake.")
set(CPACK_DEBIAN_NETWORKS_PACKAGE_NAME eigenlex-networks)
set(CPACK_DEBIAN_NETWORKS_PACKAGE_SECTION science)
set(CPACK_DEBIAN_NETWORKS_PACKAGE_DEPENDS "eigenlex ${exact_version}")
set(CPACK_COMPONENT_NETWORKS_DESCRIPTION
  "Word vectors by matrix factorization (networks)
The module of eigenlex that classifies texts and tags sentences by
convolutional and recurrent networks. It brings libtorch.")
set(CPACK_DEBIAN_RANKS_PACKAGE_NAME eigenlex-mpi)
set(CPACK_DEBIAN_RANKS_PACKAGE_SECTION science)
set(CPACK_DEBIAN_RANKS_PACKAGE_DEPENDS "eigenlex ${exact_version}")
set(CPACK_COMPONENT_RANKS_DESCRIPTION
  "Word vectors by matrix factorization (many machines)
The module of eigenlex by which processes that mpirun or srun starts share the
work. It brings MPI.")

# Every package says its licence and what has changed.
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)
foreach(part program library networks ranks)
  string(TOUPPER ${part} upper)
  set(package ${CPACK_DEBIAN_${upper}_PACKAGE_NAME})
  set(folder ${PROJECT_BINARY_DIR}/packages/doc/${package})
  file(CONFIGURE OUTPUT ${folder}/copyright @ONLY CONTENT
"Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: eigenlex

Files: *
Copyright: Eigenlex maintainers
License: Apache-2.0
 On Debian systems the text of the Apache licence 2.0 is in
 /usr/share/common-licenses/Apache-2.0.
")
  file(CONFIGURE OUTPUT ${folder}/changelog @ONLY CONTENT
"@package@ (@PROJECT_VERSION@) unstable; urgency=medium

  * What has changed is in CHANGELOG.md of the project.

 -- @CPACK_PACKAGE_CONTACT@  @date@
")
  execute_process(COMMAND gzip -9nf ${folder}/changelog COMMAND_ERROR_IS_FATAL ANY)
  install(FILES ${folder}/copyright ${folder}/changelog.gz
    DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package} COMPONENT ${part} EXCLUDE_FROM_ALL)
endforeach()
include(CPack)
