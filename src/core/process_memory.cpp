#include "eigenlex/core/process_memory.hpp"

#include <fstream>
#include <string>
#include <sys/resource.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace eigenlex {

std::int64_t peak_memory() {
  // Where there is /proc, of this program alone: getrusage counts in what the process was before it
  // became this program, as large as the one that started it.
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stoll(line.substr(6)) * 1024;
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return std::int64_t{usage.ru_maxrss} * 1024;
}

void return_free_memory() {
#ifdef __GLIBC__
  ::malloc_trim(0);
#endif
}

void map_large_blocks() {
#ifdef __GLIBC__
  constexpr int kBlockBytes = 1 << 20;
  ::mallopt(M_MMAP_THRESHOLD, kBlockBytes);
#endif
}

}  // namespace eigenlex
