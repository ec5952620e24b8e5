# What makes the library one to be installed and linked by others: its version, and which of its
# symbols a shared library shows.

configure_file(tools/cmake/version.hpp.in ${PROJECT_BINARY_DIR}/generated/eigenlex/version.hpp @ONLY)
target_include_directories(eigenlex PUBLIC $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/generated>)

# Static or not, whoever builds a shared library or a Python module of it can link it. A function of
# the library may be inlined into another all the same.
set_target_properties(eigenlex PROPERTIES
  POSITION_INDEPENDENT_CODE ON
  VERSION ${PROJECT_VERSION}
  # Until 1.0 a minor version may change the interface.
  SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  target_compile_options(eigenlex PRIVATE -fno-semantic-interposition)
endif()

# Gives a shared library the list of what it shows: what is in the namespace eigenlex, with the type
# information that exceptions need, and nothing of Eigen, fmt or the standard library that it was
# compiled with. A list for the linker and not a mark on each declaration: what is added to the
# interface cannot lack it, and what a template of Eigen makes cannot slip through.
function(eigenlex_show_only_interface target)
  target_link_options(${target} PRIVATE
    LINKER:--version-script=${PROJECT_SOURCE_DIR}/tools/cmake/interface.map)
  set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS
    ${PROJECT_SOURCE_DIR}/tools/cmake/interface.map)
endfunction()

get_target_property(EIGENLEX_LIBRARY_TYPE eigenlex TYPE)
if(EIGENLEX_LIBRARY_TYPE STREQUAL "SHARED_LIBRARY")
  eigenlex_show_only_interface(eigenlex)
endif()
