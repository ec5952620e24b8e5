# Completions of the program for bash, zsh and fish, and its pages of manual, all made from what its
# parser says; the latter where help2man is installed.
find_package(Python3 COMPONENTS Interpreter QUIET)
if(NOT Python3_FOUND)
  return()
endif()

set(manual ${PROJECT_BINARY_DIR}/manual)
set(completions ${manual}/eigenlex.bash ${manual}/_eigenlex ${manual}/eigenlex.fish)
add_custom_command(
  OUTPUT ${completions}
  COMMAND Python3::Interpreter ${PROJECT_SOURCE_DIR}/tools/lib/completions.py
          $<TARGET_FILE:eigenlex_tool> ${manual}
  DEPENDS eigenlex_tool ${PROJECT_SOURCE_DIR}/tools/lib/completions.py
          ${PROJECT_SOURCE_DIR}/tools/lib/program_help.py
  COMMENT "Completions" VERBATIM)
set(made ${completions})
install(FILES ${manual}/eigenlex.bash RENAME eigenlex
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions ${program})
install(FILES ${manual}/_eigenlex
  DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions ${program})
install(FILES ${manual}/eigenlex.fish
  DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d ${program})

find_program(EIGENLEX_HELP2MAN help2man)
mark_as_advanced(EIGENLEX_HELP2MAN)
if(EIGENLEX_HELP2MAN)
  # One for the program and one for each command; the folder stands for them, whose names only the
  # program knows.
  add_custom_command(
    OUTPUT ${manual}/man1/eigenlex.1.gz
    COMMAND Python3::Interpreter ${PROJECT_SOURCE_DIR}/tools/lib/manual_pages.py
            $<TARGET_FILE:eigenlex_tool> ${manual}/man1 ${EIGENLEX_HELP2MAN}
    DEPENDS eigenlex_tool ${PROJECT_SOURCE_DIR}/tools/lib/manual_pages.py
            ${PROJECT_SOURCE_DIR}/tools/lib/program_help.py
    COMMENT "Pages of manual" VERBATIM)
  list(APPEND made ${manual}/man1/eigenlex.1.gz)
  install(DIRECTORY ${manual}/man1 DESTINATION ${CMAKE_INSTALL_MANDIR} ${program}
    FILES_MATCHING PATTERN "*.1.gz")
endif()
add_custom_target(eigenlex_manual ALL DEPENDS ${made})
