#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "eigenlex/core/communicator.hpp"
#include "eigenlex/core/progress.hpp"
#include "eigenlex/core/storage_options.hpp"
#include "eigenlex/counts/cooccurrence.hpp"
#include "eigenlex/matrix/row_spread.hpp"

namespace eigenlex::internal {

/// Adds up the counts that ranks have of parts of a corpus, by rows: each rank gets the sums of the
/// rows that it owns, in a matrix of the same shape whose other rows are empty.
///
/// Rows go to their owners in rounds of about `kRoundCells` cells a rank, encoded (3.5 bytes a cell
/// of a word matrix). The matrix lies in memory or in files as `CooccurrenceCounter::finish` says
/// of `storage`. Throws IoError. Determinism: integer sums. All shapes and units have to be the
/// same, and no sum may leave 63 bits.
CooccurrenceMatrix spread_counts(const CooccurrenceMatrix& part, const GroupOwners& owners,
                                 const Communicator& ranks, const StorageOptions& storage,
                                 const Progress& progress = {});

/// Cells of each row of all ranks' matrices, whose rows are each in one of them.
std::vector<std::int64_t> cells_by_row(const CooccurrenceMatrix& own, const Communicator& ranks);

/// The rows of counts in files that this rank owns, in memory or in files of its own; checked as
/// `check_count_row` does.
CooccurrenceMatrix own_rows(const CooccurrenceMatrix& stored, const GroupOwners& owners, int rank,
                            const StorageOptions& storage, const Progress& progress = {});

}  // namespace eigenlex::internal
