#pragma once

#include <cstdint>
#include <span>

#include "eigenlex/counts/context_blocks.hpp"
#include "eigenlex/counts/margins.hpp"

namespace eigenlex::internal {

/// Margins whose scales are there and whose sums are still empty.
Margins margin_scales(const ContextBlocks& blocks, std::int64_t unit,
                      std::span<const std::int64_t> word_counts, double subsample);

}  // namespace eigenlex::internal
