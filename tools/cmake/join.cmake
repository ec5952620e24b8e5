# With CMAKE_UNITY_BUILD=ON sources are compiled many at a time, which takes half of the time when
# all are compiled, and longer when one has changed: tools/demo and tools/check turn it on. Names
# that a file keeps to itself then have to differ within a group; a file of tests has a namespace.
set(CMAKE_UNITY_BUILD_BATCH_SIZE 16)
if(CMAKE_UNITY_BUILD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # What a source keeps to itself looks to GCC as if a header did.
  add_compile_options(-Wno-subobject-linkage)
  # GCC looks through all that it has in memory each time that this doubles, an eighth of its time.
  # Never looking takes 1.7 GB in place of 1.3 (build_jobs of tools/lib/build.sh allows for it).
  add_compile_options("SHELL:--param ggc-min-heapsize=4194304")
endif()

# Lets the sources of each layer (src/LAYER/...) be compiled together, and no others with them.
function(eigenlex_join_by_layer target)
  get_target_property(sources ${target} SOURCES)
  foreach(source IN LISTS sources)
    cmake_path(RELATIVE_PATH source BASE_DIRECTORY ${PROJECT_SOURCE_DIR}/src)
    string(REGEX MATCH "^[^/]+" layer ${source})
    set_property(SOURCE ${PROJECT_SOURCE_DIR}/src/${source} PROPERTY UNITY_GROUP ${layer})
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD_MODE GROUP)
endfunction()
