# The target docs makes the pages of the interface, where Doxygen is installed, and so does a test,
# which fails if there is one warning.
find_package(Doxygen QUIET)
if(NOT DOXYGEN_FOUND)
  return()
endif()
set(docs_command sh -c
  "mkdir -p '${PROJECT_BINARY_DIR}/docs' && (cat docs/Doxyfile && echo 'OUTPUT_DIRECTORY = \"${PROJECT_BINARY_DIR}/docs\"') | '${DOXYGEN_EXECUTABLE}' -")
add_custom_target(docs COMMAND ${docs_command} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
  COMMENT "Pages of the interface: docs/html/index.html" VERBATIM)
if(EIGENLEX_TESTS)
  add_test(NAME api_pages COMMAND ${docs_command} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
endif()
