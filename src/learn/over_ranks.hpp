#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "eigenlex/core/communicator.hpp"
#include "eigenlex/core/observer.hpp"
#include "eigenlex/core/read_options.hpp"
#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/learn/recipe.hpp"
#include "eigenlex/matrix/row_spread.hpp"

#include "learn/memory_plan.hpp"
#include "learn/stages.hpp"

namespace eigenlex::internal {

/// Counts whose rows are spread over ranks: the vocabulary and the description are those of all,
/// the matrix has the rows that this rank owns, and others are empty.
struct RankCounts {
  Counts counts;
  GroupOwners owners;

  CellSpread spread(const Communicator& ranks) const;
};

/// Corpus to counts, as `count_corpus`. Each rank reads its share of the text: whole files where
/// there are enough of them, else every so many-th block of all. The words of each are added up by
/// who they belong to, by their hash; the rows of the counts go to their owners.
///
/// Throws on the rank that finds something wrong; OptionError on all for phrases, which one process
/// has to find.
RankCounts count_over_ranks(const std::vector<std::string>& corpus, const CountRecipe& recipe,
                            const MemoryPlan& plan, const LaterMemory& later, Observer& observer,
                            const Communicator& ranks);

/// Where the rows of a matrix of that shape go. Throws where there is no room for them.
using StorageFor = std::function<StorageOptions(const MatrixShape&)>;

/// The rows of a folder of counts, which all ranks see, that this rank owns. Checksums of the cells
/// are looked at by two of the ranks, rows by their owners.
RankCounts open_over_ranks(const std::filesystem::path& path, const StorageFor& storage_for,
                           const ReadOptions& options, const Communicator& ranks);

/// All counts in the first rank, as `StorageOptions` says; in others a matrix of empty rows.
Counts collect_in_first(const RankCounts& counts, const StorageOptions& storage,
                        const Communicator& ranks);

}  // namespace eigenlex::internal
