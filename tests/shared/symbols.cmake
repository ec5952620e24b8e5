cmake_minimum_required(VERSION 3.25)

# Checks that the shared library LIBRARY shows the namespace eigenlex and nothing else. NM lists its
# symbols; SHOWS_ALL, a file that shows all it has, is refused: the check can fail.

# Sets FOREIGN in the caller to the symbols of a file that are not of eigenlex, SHOWN to their count.
function(find_foreign file)
  execute_process(COMMAND ${NM} --defined-only --extern-only --demangle ${ARGN} ${file}
                  OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX REPLACE ";" "," symbols "${symbols}")
  string(REGEX REPLACE "\n" ";" symbols "${symbols}")
  set(foreign)
  set(shown 0)
  foreach(line IN LISTS symbols)
    if(NOT line MATCHES "^[0-9a-f]* *[A-Zu] (.*)$")
      continue()
    endif()
    set(name "${CMAKE_MATCH_1}")
    math(EXPR shown "${shown} + 1")
    if(NOT name MATCHES
       "^((typeinfo|typeinfo name|vtable|VTT|guard variable) for )?eigenlex::")
      list(APPEND foreign "${name}")
    endif()
  endforeach()
  set(FOREIGN "${foreign}" PARENT_SCOPE)
  set(SHOWN ${shown} PARENT_SCOPE)
endfunction()

find_foreign(${SHOWS_ALL})
if(NOT FOREIGN)
  message(FATAL_ERROR "${SHOWS_ALL} shows nothing but eigenlex: the check cannot fail")
endif()
find_foreign(${LIBRARY} --dynamic)
if(SHOWN LESS 100)
  message(FATAL_ERROR "${LIBRARY} shows ${SHOWN} symbols only")
endif()
if(FOREIGN)
  list(JOIN FOREIGN "\n  " text)
  message(FATAL_ERROR "${LIBRARY} shows what is not its own:\n  ${text}")
endif()
