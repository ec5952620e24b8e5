#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "eigenlex/core/progress.hpp"
#include "eigenlex/core/storage_options.hpp"
#include "eigenlex/counts/cooccurrence.hpp"

namespace eigenlex {

/// Adds up co-occurrence counts of the same words, cell by cell.
///
/// Counts are exact integers, so the sum is that of one count over all parts of a corpus, whichever
/// order they come in. Rows are read, added and written a block at a time; the sum lies in the
/// files indices.npy and values.npy of `storage.folder`, which have to stay as long as it does.
/// Throws OptionError where there is no part or shapes or units differ, or a sum could leave 63
/// bits, and IoError. Memory: 8 bytes a row, and for each thread an accumulator of 16 bytes a
/// column and about 2^18 cells a block. Cost: the cells of all parts, once. Determinism: integer
/// sums. `progress` counts cells of the parts.
CooccurrenceMatrix add_counts(const std::vector<CooccurrenceMatrix>& parts,
                              const StorageOptions& storage, const Progress& progress = {});

/// The same counts over another vocabulary, of `words` words: word i is `new_ids[i]` there, no two
/// the same, or is left out where that is negative; words that have no old one are rows without
/// cells. Throws OptionError where the ids do not fit. Memory, files, cost and determinism as of
/// `add_counts`.
CooccurrenceMatrix renumber_counts(const CooccurrenceMatrix& counts,
                                   std::span<const std::int32_t> new_ids, std::int64_t words,
                                   const StorageOptions& storage, const Progress& progress = {});

}  // namespace eigenlex
