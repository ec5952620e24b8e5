# Which instructions the library may use, and what Eigen does with them.
#
# On x86-64 that is x86-64-v3: AVX2, FMA and BMI2, which the processors of Intel and AMD have since
# 2013 to 2017. One set for all of these machines, the newest too, is why they compute the same
# bytes: the order of a sum follows the width of the registers, and a fused product and sum is
# rounded once. A processor that has less is told so (core/processor.hpp).
if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$")
  set(default_arch x86-64-v3)
endif()
set(EIGENLEX_ARCH "${default_arch}" CACHE STRING
    "Instruction set (-march), such as x86-64 for any x86-64 processor; empty: the compiler's own")
option(EIGENLEX_NATIVE "Build for this machine's instruction set instead of EIGENLEX_ARCH" OFF)

# Eigen cuts products into blocks by the size of the caches, and sums follow the blocks: sizes are
# given, and not asked of the processor. Its fast roots begin with an estimate of the processor, which
# is not the same on those of Intel and of AMD.
set(EIGENLEX_EIGEN_DEFINITIONS
  EIGEN_NO_CPUID EIGEN_DEFAULT_L1_CACHE_SIZE=32768 EIGEN_DEFAULT_L2_CACHE_SIZE=524288
  EIGEN_DEFAULT_L3_CACHE_SIZE=4194304 EIGEN_FAST_MATH=0)

# Lets a target use the instructions.
function(eigenlex_use_processor target)
  if(EIGENLEX_NATIVE)
    target_compile_options(${target} PRIVATE -march=native)
  elseif(EIGENLEX_ARCH)
    target_compile_options(${target} PRIVATE -march=${EIGENLEX_ARCH})
  endif()
endfunction()

# Compiles what looks at the processor for any, and tells it what the build needs. Whoever builds for
# a machine by its name knows which.
function(eigenlex_check_processor)
  set(source src/core/processor.cpp)
  if(EIGENLEX_ARCH STREQUAL "x86-64-v3" AND NOT EIGENLEX_NATIVE)
    set_source_files_properties(${source} PROPERTIES
      COMPILE_OPTIONS -march=x86-64 COMPILE_DEFINITIONS EIGENLEX_NEEDS_X86_64_V3
      SKIP_PRECOMPILE_HEADERS ON)
  endif()
endfunction()
