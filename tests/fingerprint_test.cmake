cmake_minimum_required(VERSION 3.25)

# Checks that the fingerprint of the build changes with every source, by name and by byte, and with
# the settings, and with nothing else. Usage: cmake -DROOT=<source tree> -DWORK_DIR=<scratch> -P <this>

# Sets RESULT in the caller to the fingerprint of a tree.
function(fingerprint tree settings)
  execute_process(
    COMMAND ${CMAKE_COMMAND} -DROOT=${tree} -DSETTINGS=${settings} -DOUTPUT=${WORK_DIR}/made.hpp
            -P ${ROOT}/tools/cmake/write_fingerprint.cmake
    COMMAND_ERROR_IS_FATAL ANY)
  file(READ ${WORK_DIR}/made.hpp made)
  if(NOT made MATCHES "^#define EIGENLEX_FINGERPRINT \"([0-9a-f]+)\"\n$")
    message(FATAL_ERROR "no fingerprint in `${made}`")
  endif()
  set(RESULT ${CMAKE_MATCH_1} PARENT_SCOPE)
endfunction()

# Fails unless the fingerprint of a tree is, or is not, the one expected.
function(expect_same why)
  fingerprint(${WORK_DIR}/tree "-O3")
  if(NOT RESULT STREQUAL first)
    message(FATAL_ERROR "${why}: the fingerprint ${first} became ${RESULT}")
  endif()
endfunction()
function(expect_other why)
  fingerprint(${WORK_DIR}/tree "-O3")
  if(RESULT STREQUAL first)
    message(FATAL_ERROR "${why}: the fingerprint is still ${first}")
  endif()
endfunction()

function(make_tree folder)
  file(WRITE ${folder}/include/eigenlex/core/x.hpp "#pragma once\n")
  file(WRITE ${folder}/src/core/x.cpp "int x;\n")
endfunction()

file(REMOVE_RECURSE ${WORK_DIR})
make_tree(${WORK_DIR}/first)
fingerprint(${WORK_DIR}/first "-O0")
set(first ${RESULT})
make_tree(${WORK_DIR}/tree)
expect_other("other settings")
fingerprint(${WORK_DIR}/first "-O3")
set(first ${RESULT})
expect_same("the same sources in another place")
file(WRITE ${WORK_DIR}/tree/README.md "Read me.\n")
expect_same("a file that is no source")
file(WRITE ${WORK_DIR}/tree/src/core/x.cpp "int y;\n")
expect_other("another source")
file(WRITE ${WORK_DIR}/tree/src/core/x.cpp "int x;\n")
expect_same("a change taken back")
file(WRITE ${WORK_DIR}/tree/include/eigenlex/core/x.hpp "#pragma once\nint y();\n")
expect_other("another header")
make_tree(${WORK_DIR}/tree)
file(RENAME ${WORK_DIR}/tree/src/core/x.cpp ${WORK_DIR}/tree/src/core/z.cpp)
expect_other("a source of another name")
file(REMOVE_RECURSE ${WORK_DIR})
