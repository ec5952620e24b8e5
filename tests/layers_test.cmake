cmake_minimum_required(VERSION 3.25)

# Checks that every layer includes only layers to its left in the order of the design; first checks
# that the check itself can fail. Usage: cmake -DROOT=<source tree> -DWORK_DIR=<scratch> -P <this>
#
# The layers each layer may include, besides itself.
set(LAYERS core text matrix counts factor embedding query refine evaluate learn explore classify
           neural compare distributed)
set(BASE core text matrix counts factor embedding)
set(MAY_INCLUDE_core)
set(MAY_INCLUDE_text core)
set(MAY_INCLUDE_matrix core text)
set(MAY_INCLUDE_counts core text matrix)
set(MAY_INCLUDE_factor core text matrix counts)
set(MAY_INCLUDE_embedding core text matrix counts factor)
set(MAY_INCLUDE_query ${BASE})
set(MAY_INCLUDE_refine ${BASE})
set(MAY_INCLUDE_evaluate ${BASE} query)
set(MAY_INCLUDE_learn ${BASE} query refine evaluate)
set(MAY_INCLUDE_explore ${BASE} query refine evaluate learn)
set(MAY_INCLUDE_classify ${BASE} query refine evaluate learn)
set(MAY_INCLUDE_neural ${BASE} query refine evaluate learn classify)
set(MAY_INCLUDE_compare ${BASE} query refine evaluate learn classify neural)
set(MAY_INCLUDE_distributed core)

# Sets VIOLATIONS in the caller to one line for each forbidden include below include/ and src/.
function(find_violations root)
  set(found)
  foreach(folder include/eigenlex src)
    file(GLOB_RECURSE files RELATIVE ${root}/${folder} ${root}/${folder}/*.hpp
         ${root}/${folder}/*.cpp)
    foreach(file IN LISTS files)
      if(NOT file MATCHES "/")
        continue()  # of the whole library, as eigenlex.hpp
      endif()
      string(REGEX MATCH "^[^/]*" layer ${file})
      if(NOT layer IN_LIST LAYERS)
        list(APPEND found "${folder}/${file}: is in none of the layers ${LAYERS}")
        continue()
      endif()
      file(STRINGS ${root}/${folder}/${file} includes REGEX "^[ \t]*#[ \t]*include")
      foreach(line IN LISTS includes)
        if(line MATCHES "[\"</]tools/")
          list(APPEND found "${folder}/${file}: ${layer} may not include tools")
        elseif(line MATCHES "[\"<](eigenlex/|[./]+/)?([a-z_]+)/[^\">]+\\.hpp[\">]")
          set(used ${CMAKE_MATCH_2})
          if(used IN_LIST LAYERS AND NOT used STREQUAL layer
             AND NOT used IN_LIST MAY_INCLUDE_${layer})
            list(APPEND found "${folder}/${file}: ${layer} may not include ${used}")
          endif()
        endif()
      endforeach()
    endforeach()
  endforeach()
  set(VIOLATIONS ${found} PARENT_SCOPE)
endfunction()

# Fails unless a tree of one file that includes one header has exactly the expected violations.
function(expect file header)
  file(REMOVE_RECURSE ${WORK_DIR})
  file(WRITE ${WORK_DIR}/${file} "#pragma once\n#include <vector>\n\n#include \"${header}\"\n")
  find_violations(${WORK_DIR})
  if(NOT "${VIOLATIONS}" STREQUAL "${ARGN}")
    message(FATAL_ERROR "${file} including ${header}: found `${VIOLATIONS}`, expected `${ARGN}`")
  endif()
  file(REMOVE_RECURSE ${WORK_DIR})
endfunction()

expect(include/eigenlex/text/a.hpp eigenlex/core/error.hpp)
expect(src/evaluate/a.cpp eigenlex/query/analogy.hpp)
expect(src/factor/a.cpp eigenlex/factor/b.hpp)
expect(include/eigenlex/core/a.hpp eigenlex/text/vocabulary.hpp
       "include/eigenlex/core/a.hpp: core may not include text")
expect(src/query/a.cpp eigenlex/evaluate/analogies.hpp
       "src/query/a.cpp: query may not include evaluate")
expect(src/refine/a.cpp eigenlex/query/nearest.hpp "src/refine/a.cpp: refine may not include query")
expect(src/learn/a.cpp eigenlex/evaluate/analogies.hpp)
expect(src/refine/a.cpp eigenlex/learn/recipe.hpp "src/refine/a.cpp: refine may not include learn")
expect(src/matrix/a.cpp eigenlex/counts/ppmi.hpp "src/matrix/a.cpp: matrix may not include counts")
expect(src/counts/a.cpp ../factor/svd.hpp "src/counts/a.cpp: counts may not include factor")
expect(src/classify/a.cpp ../neural/torch/b.hpp
       "src/classify/a.cpp: classify may not include neural")
expect(src/explore/a.cpp eigenlex/classify/b.hpp
       "src/explore/a.cpp: explore may not include classify")
expect(src/text/a.cpp ../../tools/eigenlex/cli.hpp "src/text/a.cpp: text may not include tools")
expect(src/misc/a.cpp eigenlex/core/error.hpp
       "src/misc/a.cpp: is in none of the layers ${LAYERS}")

find_violations(${ROOT})
if(VIOLATIONS)
  list(JOIN VIOLATIONS "\n  " text)
  message(FATAL_ERROR "layers included against their order:\n  ${text}")
endif()
