#include "eigenlex/counts/margins_file.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"

#include "support/corpora.hpp"
#include "support/temp_dir.hpp"

namespace eigenlex {
namespace margins_file_test {

Counts counts_of(int documents) {
  const Corpus corpus = testing::make_corpus(testing::zipf_documents(documents, 30, 40, 11));
  return {.vocabulary = corpus.vocabulary,
          .matrix = count_cooccurrences(corpus, {.window = 3, .contexts = ContextKind::kNear})};
}

TEST(MarginsFile, GivesBackWhatWasWritten) {
  const testing::TempDir folder;
  const Counts counts = counts_of(60);
  const KnownMargins known = known_margins(counts, 0.01);
  write_margins(known, counts, folder / "margins");
  const KnownMargins read = read_margins(folder / "margins", counts);
  EXPECT_EQ(read.subsample, 0.01);
  for (const auto part : {&KnownMargins::expected, &KnownMargins::plain}) {
    EXPECT_EQ((read.*part).row_scale, (known.*part).row_scale);
    EXPECT_EQ((read.*part).col_scale, (known.*part).col_scale);
    EXPECT_EQ((read.*part).row_sums, (known.*part).row_sums);
    EXPECT_EQ((read.*part).col_sums, (known.*part).col_sums);
  }
}

TEST(MarginsFile, OfOtherCountsOrDamagedIsRefused) {
  const testing::TempDir folder;
  const Counts counts = counts_of(60);
  write_margins(known_margins(counts, 0), counts, folder / "margins");
  EXPECT_THROW(read_margins(folder / "margins", counts_of(50)), FormatError);
  std::ofstream(folder / "margins/plain_rows.npy", std::ios::app) << "x";
  EXPECT_THROW(read_margins(folder / "margins", counts), FormatError);
}

}  // namespace margins_file_test
}  // namespace eigenlex
