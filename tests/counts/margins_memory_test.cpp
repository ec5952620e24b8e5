#include "counts/margins_memory.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "eigenlex/counts/cooccurrence.hpp"
#include "eigenlex/counts/margins.hpp"

#include "support/corpora.hpp"

namespace eigenlex::internal {
namespace margins_memory_test {

TEST(MarginsMemory, IsThatOfAllTheirNumbers) {
  const Corpus corpus = testing::make_corpus(testing::zipf_documents(50, 30, 100, 5));
  const std::vector<std::int64_t>& words = corpus.vocabulary.counts();
  for (const ContextKind kind :
       {ContextKind::kSymmetric, ContextKind::kDirectional, ContextKind::kNear}) {
    const CooccurrenceMatrix counts = count_cooccurrences(corpus, {.window = 3, .contexts = kind});
    const Margins margins = expected_margins(counts, words, 1e-3);
    const std::size_t numbers = margins.row_scale.size() + margins.col_scale.size() +
                                margins.row_sums.size() + margins.col_sums.size() + words.size();
    EXPECT_EQ(margins_memory(counts.rows(), counts.cols()),
              static_cast<std::int64_t>(sizeof(double) * numbers));
  }
  EXPECT_EQ(margins_memory(0, 0), 0);
}

}  // namespace margins_memory_test
}  // namespace eigenlex::internal
