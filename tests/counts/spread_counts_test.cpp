#include "counts/spread_counts.hpp"

#include <optional>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/counts/counts_file.hpp"
#include "eigenlex/counts/margins.hpp"

#include "support/corpora.hpp"
#include "support/counts.hpp"
#include "support/temp_dir.hpp"
#include "support/thread_ranks.hpp"

namespace eigenlex::internal {
namespace spread_counts_test {

using eigenlex::testing::make_corpus;
using eigenlex::testing::same_cells;
using eigenlex::testing::TempDir;
using eigenlex::testing::ThreadRanks;
using eigenlex::testing::zipf_documents;

const CooccurrenceOptions kOptions{.window = 4, .contexts = ContextKind::kNear};

/// Every `size`-th document of a corpus, from `rank` on.
Corpus part_of(const Corpus& corpus, int rank, int size) {
  Corpus part = corpus;
  part.tokens.clear();
  int document = 0;
  for (const std::int32_t token : corpus.tokens) {
    if (document % size == rank) part.tokens.push_back(token);
    if (token == Corpus::kDocumentEnd) ++document;
  }
  return part;
}

class SpreadCounts : public ::testing::Test {
 protected:
  Corpus corpus_ = make_corpus(zipf_documents(500, 60, 700, 5));
  CooccurrenceMatrix all_ = count_cooccurrences(corpus_, kOptions);

  GroupOwners owners(int size) const { return share_out(cells_by_row(all_, one_process()), size); }
  CooccurrenceMatrix spread(const Communicator& ranks, const StorageOptions& storage = {}) const {
    const Corpus part = part_of(corpus_, ranks.rank(), ranks.size());
    return spread_counts(count_cooccurrences(part, kOptions), owners(ranks.size()), ranks, storage);
  }
};

TEST_F(SpreadCounts, AddsUpToTheCountsOfAll) {
  for (const int size : {1, 2, 3}) {
    const auto joined = ThreadRanks(size).run(
        [&](const Communicator& ranks) {
          const CooccurrenceMatrix own = spread(ranks);
          EXPECT_EQ(cells_by_row(own, ranks), cells_by_row(all_, one_process()));
          // All rows to the first rank.
          return std::optional(spread_counts(own, GroupOwners(owners(size).size(), 0), ranks, {}));
        },
        2);
    EXPECT_TRUE(same_cells(*joined[0], all_)) << size;
    EXPECT_EQ(joined.back()->nonzeros(), size == 1 ? all_.nonzeros() : 0);
  }
}

TEST_F(SpreadCounts, LiesInFilesWhereMemoryIsShort) {
  const TempDir folder;
  ThreadRanks(2).run([&](const Communicator& ranks) {
    const StorageOptions storage{.memory = 100, .folder = folder / std::to_string(ranks.rank())};
    std::filesystem::create_directory(storage.folder);
    const CooccurrenceMatrix stored = spread(ranks, storage);
    EXPECT_TRUE(stored.is_stored());
    EXPECT_EQ(cells_by_row(stored, ranks), cells_by_row(spread(ranks), ranks));
    return 0;
  });
}

TEST_F(SpreadCounts, OwnRowsOfAFolderAreThoseThatWereSpread) {
  const TempDir folder;
  write_counts({.vocabulary = corpus_.vocabulary, .matrix = all_}, folder / "all.counts");
  ThreadRanks(3).run([&](const Communicator& ranks) {
    const Counts stored = open_counts(folder / "all.counts");
    const CooccurrenceMatrix own = own_rows(stored.matrix, owners(3), ranks.rank(), {});
    EXPECT_TRUE(same_cells(own, spread(ranks)));
    return 0;
  });
}

TEST_F(SpreadCounts, HaveTheMarginsOfAll) {
  const Margins margins = expected_margins(all_, corpus_.vocabulary.counts(), 1e-2);
  ThreadRanks(3).run([&](const Communicator& ranks) {
    const Margins found = expected_margins(spread(ranks), corpus_.vocabulary.counts(), 1e-2, ranks);
    EXPECT_EQ(found.row_sums, margins.row_sums);
    EXPECT_EQ(found.col_sums, margins.col_sums);
    return 0;
  });
}

}  // namespace spread_counts_test
}  // namespace eigenlex::internal
