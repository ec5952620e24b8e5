#include <cstdint>
#include <sys/mman.h>

#include "eigenlex/core/array.hpp"

namespace eigenlex::internal {

void prefer_huge_pages([[maybe_unused]] void* begin, std::size_t bytes) noexcept {
  constexpr std::size_t kLeastBytes = std::size_t{1} << 23;
  constexpr std::size_t kPageBytes = std::size_t{1} << 21;
  if (bytes < kLeastBytes) return;
#ifdef MADV_HUGEPAGE
  const std::size_t misaligned = reinterpret_cast<std::uintptr_t>(begin) % kPageBytes;
  const std::size_t skipped = misaligned == 0 ? 0 : kPageBytes - misaligned;
  const std::size_t whole = (bytes - skipped) / kPageBytes * kPageBytes;
  // A wish: a kernel that cannot grant it says so, and the memory is as good without.
  ::madvise(static_cast<char*>(begin) + skipped, whole, MADV_HUGEPAGE);
#endif
}

}  // namespace eigenlex::internal
