#include "eigenlex/counts/context_blocks.hpp"

#include <gtest/gtest.h>

#include "eigenlex/core/error.hpp"
#include "eigenlex/counts/count_reader.hpp"

#include "support/corpora.hpp"

namespace eigenlex {
namespace context_blocks_test {

using testing::make_corpus;
using testing::zipf_documents;

TEST(ContextBlocks, TransposeTheCountsByTheirMirrors) {
  const Corpus corpus = make_corpus(zipf_documents(40, 50, 30, 2));
  for (const ContextKind kind :
       {ContextKind::kSymmetric, ContextKind::kDirectional, ContextKind::kNear}) {
    const CooccurrenceMatrix counts = count_cooccurrences(corpus, {.window = 4, .contexts = kind});
    const ContextBlocks blocks(kind, counts.rows());
    ASSERT_EQ(blocks.columns(), counts.cols());
    EXPECT_EQ(ContextBlocks(counts.rows(), counts.cols()).count(), blocks.count());
    const std::int64_t words = blocks.words();
    Eigen::MatrixXd dense = Eigen::MatrixXd::Zero(words, counts.cols());
    CountReader reader;
    reader.read(counts, 0, words);
    for (std::int64_t i = 0; i < words; ++i) {
      reader.for_cells(i, [&](std::int32_t col, double count) { dense(i, col) = count; });
    }
    for (std::int64_t block = 0; block < blocks.count(); ++block) {
      EXPECT_EQ(dense.middleCols(block * words, words).transpose(),
                dense.middleCols(blocks.mirror(block) * words, words));
    }
  }
}

TEST(ContextBlocks, RefuseShapesOfNoKind) {
  EXPECT_THROW(ContextBlocks(10, 40), OptionError);
  EXPECT_THROW(ContextBlocks(10, 11), OptionError);
  EXPECT_TRUE(ContextBlocks::fit(10, 30));
  EXPECT_FALSE(ContextBlocks::fit(10, 0));
}

}  // namespace context_blocks_test
}  // namespace eigenlex
