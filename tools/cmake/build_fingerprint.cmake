# The target eigenlex_fingerprint makes the header eigenlex_fingerprint.hpp, in a folder of its own,
# for whatever says by which build it was made. See src/core/build_fingerprint.hpp.

set(EIGENLEX_FINGERPRINT_FOLDER ${PROJECT_BINARY_DIR}/fingerprint)
file(GLOB_RECURSE fingerprinted CONFIGURE_DEPENDS
  ${PROJECT_SOURCE_DIR}/include/*.hpp ${PROJECT_SOURCE_DIR}/src/*.hpp ${PROJECT_SOURCE_DIR}/src/*.cpp)
string(TOUPPER "${CMAKE_BUILD_TYPE}" build_type)
set(fingerprint_settings "${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}"
    "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${build_type}}" "${CMAKE_SYSTEM_PROCESSOR}"
    "${EIGENLEX_ARCH}" "Eigen ${Eigen3_VERSION}" "Spectra ${Spectra_VERSION}" "ICU ${ICU_VERSION}")
if(EIGENLEX_NATIVE)
  cmake_host_system_information(RESULT processor QUERY PROCESSOR_DESCRIPTION)
  list(APPEND fingerprint_settings "${processor}")
endif()
if(EIGENLEX_FASTTEXT AND EIGENLEX_FASTTEXT_LIBRARY)
  file(SHA256 ${EIGENLEX_FASTTEXT_LIBRARY} fasttext)
  list(APPEND fingerprint_settings "fastText ${fasttext}")
endif()
string(JOIN ", " fingerprint_settings ${fingerprint_settings})
add_custom_command(
  OUTPUT ${EIGENLEX_FINGERPRINT_FOLDER}/eigenlex_fingerprint.hpp
  COMMAND ${CMAKE_COMMAND} -DROOT=${PROJECT_SOURCE_DIR} "-DSETTINGS=${fingerprint_settings}"
          -DOUTPUT=${EIGENLEX_FINGERPRINT_FOLDER}/eigenlex_fingerprint.hpp
          -P ${PROJECT_SOURCE_DIR}/tools/cmake/write_fingerprint.cmake
  DEPENDS ${fingerprinted} ${PROJECT_SOURCE_DIR}/tools/cmake/write_fingerprint.cmake
  COMMENT "Fingerprint of the build" VERBATIM)
add_custom_target(eigenlex_fingerprint
  DEPENDS ${EIGENLEX_FINGERPRINT_FOLDER}/eigenlex_fingerprint.hpp)

# Gives a target the header.
function(eigenlex_use_fingerprint target)
  add_dependencies(${target} eigenlex_fingerprint)
  target_include_directories(${target} PRIVATE $<BUILD_INTERFACE:${EIGENLEX_FINGERPRINT_FOLDER}>)
endfunction()
