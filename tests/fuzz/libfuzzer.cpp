// The program for libFuzzer: runs the target that the environment variable FUZZ_TARGET names.

#include <cstdio>
#include <cstdlib>

#include "fuzz/targets.hpp"

namespace {

eigenlex::testing::FuzzTarget chosen_target() {
  const char* name = std::getenv("FUZZ_TARGET");
  for (const auto& target : eigenlex::testing::kFuzzTargets) {
    if (name != nullptr && target.name == name) return target;
  }
  std::fprintf(stderr, "FUZZ_TARGET must be one of");
  for (const auto& target : eigenlex::testing::kFuzzTargets) {
    std::fprintf(stderr, " %s", target.name.data());
  }
  std::fprintf(stderr, "\n");
  std::exit(2);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const eigenlex::testing::FuzzTarget target = chosen_target();
  target.run(data, size);
  return 0;
}
