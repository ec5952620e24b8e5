#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/embedding/embedding.hpp"
#include "eigenlex/matrix/row_spread.hpp"
#include "eigenlex/refine/share_subwords.hpp"

namespace eigenlex::internal {

/// The parts of words, of so many.
struct PartBags {
  std::span<const std::vector<std::int32_t>> bags;
  std::int32_t parts = 0;
};

/// What the words of other folds say of each word by its parts, a row each: regressions of the unit
/// vectors, of which `units` are those that the spread has this process keep, as the result is.
/// `counts` are those of all words. Determinism: a regression is of one fold and one panel of
/// dimensions, whoever does it.
Table predict_by_folds(const PartBags& parts, std::span<const std::int64_t> counts,
                       const Table& units, const SubwordShareOptions& options,
                       const RowSpread* spread, const Progress& progress);

}  // namespace eigenlex::internal
