cmake_minimum_required(VERSION 3.25)

# Checks that eigenlex/eigenlex.hpp includes every public header of the library and nothing else, and
# that no public header includes one that is not installed. Usage: cmake -DROOT=<source tree> -P <this>
#
# Headers of libraries of their own, which need what the main library does not.
set(APART neural/fasttext_vectors.hpp neural/network_training.hpp compare/fasttext_contenders.hpp)

file(GLOB_RECURSE headers RELATIVE ${ROOT}/include/eigenlex ${ROOT}/include/eigenlex/*/*.hpp)
list(REMOVE_ITEM headers ${APART})
file(STRINGS ${ROOT}/include/eigenlex/eigenlex.hpp lines REGEX "^#include")
set(included)
foreach(line IN LISTS lines)
  string(REGEX REPLACE "^#include \"eigenlex/(.*)\"$" "\\1" header ${line})
  list(APPEND included ${header})
endforeach()

set(faults)
foreach(header IN LISTS headers)
  if(NOT header IN_LIST included)
    list(APPEND faults "eigenlex/eigenlex.hpp does not include eigenlex/${header}")
  endif()
  file(STRINGS ${ROOT}/include/eigenlex/${header} lines REGEX "^#include \"")
  foreach(line IN LISTS lines)
    if(NOT line MATCHES "^#include \"eigenlex/")
      list(APPEND faults "eigenlex/${header} includes what is not installed: ${line}")
    endif()
  endforeach()
endforeach()
foreach(header IN LISTS included)
  if(NOT header IN_LIST headers)
    list(APPEND faults "eigenlex/eigenlex.hpp includes ${header}, which is no public header")
  endif()
endforeach()
if(faults)
  list(JOIN faults "\n  " text)
  message(FATAL_ERROR "the public headers:\n  ${text}")
endif()
