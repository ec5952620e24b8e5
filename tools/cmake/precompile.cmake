# Headers that nearly every file reads are read once for each set of compiler flags. A file still
# includes what it uses: the sanitizer presets build without this and would find what is missing.
option(EIGENLEX_PRECOMPILE "Precompile the headers that most files include" ON)

set(EIGENLEX_PRECOMPILED
  <algorithm> <array> <atomic> <bit> <charconv> <cmath> <cstdint> <cstring> <filesystem> <functional>
  <limits> <map> <memory> <mutex> <numeric> <optional> <span> <string> <string_view>
  <unordered_map> <unordered_set> <utility> <variant> <vector>
  <Eigen/Core> <fmt/format.h>)

# Precompiles for a target the headers above and those that are named besides.
function(eigenlex_precompile target)
  if(EIGENLEX_PRECOMPILE)
    target_precompile_headers(${target} PRIVATE ${EIGENLEX_PRECOMPILED} ${ARGN})
    eigenlex_cache_precompiled(${target})
  endif()
endfunction()

# Uses what was precompiled for another target, whose flags have to be the same.
function(eigenlex_reuse_precompiled target other)
  if(EIGENLEX_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM ${other})
    eigenlex_cache_precompiled(${target})
  endif()
endfunction()

# Lets ccache, where it is used, see what a precompiled header was made of.
function(eigenlex_cache_precompiled target)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE -fpch-preprocess)
  endif()
endfunction()
