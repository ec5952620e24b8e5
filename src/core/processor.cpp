#include "eigenlex/core/processor.hpp"

namespace eigenlex {

// Compiled for any processor, see tools/cmake/processor.cmake; nothing is included whose functions
// another file could have compiled for newer ones.
const char* missing_instructions() {
#if defined(EIGENLEX_NEEDS_X86_64_V3)
  __builtin_cpu_init();
  const bool has_all = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                       __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
  if (!has_all) return "AVX2, FMA and BMI2 (x86-64-v3)";
#endif
  return nullptr;
}

}  // namespace eigenlex
