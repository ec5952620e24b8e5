#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace eigenlex::internal {

/// Cuts items 0 .. n-1 into consecutive blocks of about equal weight.
///
/// `cumulative` has n + 1 entries that never fall: items b .. e-1 weigh cumulative[e] -
/// cumulative[b] (a CSR `indptr` fits as it is). Returns the block boundaries: 0 first, n last, and
/// no empty block. A block ends as soon as it weighs `target` or more or holds `most_items` items,
/// so the partition depends on the data alone, never on the number of threads.
std::vector<std::int64_t> partition_by_weight(std::span<const std::int64_t> cumulative,
                                              std::int64_t target, std::int64_t most_items);

}  // namespace eigenlex::internal
